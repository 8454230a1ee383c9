package dev.leat.runtime.benchmarks.workload;

import java.util.concurrent.CountDownLatch;

/**
 * Adds the lengths of the lines of a connection, or of several that one thread reads. One thread at
 * a time.
 */
final class LineSum {

  private final CountDownLatch complete;
  private long missing;
  private long bytes;

  /**
   * A sum.
   *
   * @param complete is counted down when all lines are there
   */
  LineSum(long lines, CountDownLatch complete) {
    this.missing = lines;
    this.complete = complete;
  }

  void add(int length) {
    bytes += length;
    if (--missing == 0) {
      complete.countDown();
    }
  }

  /** After {@code complete}. */
  long bytes() {
    return bytes;
  }
}
