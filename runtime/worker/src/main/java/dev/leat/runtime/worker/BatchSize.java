package dev.leat.runtime.worker;

/**
 * How many elements a batch has, by what they cost as measured. A batch is a share of what waits,
 * so that the last ones keep all workers busy and what arrives slowly is not held back; but never
 * less than two milliseconds of work, which the way to another process is cheap beside, nor more
 * than twenty, beside which it is next to nothing. The idea is that of guided self-scheduling (C.
 * D. Polychronopoulos and D. J. Kuck, 1987). Thread-safe.
 */
final class BatchSize {

  private static final double LEAST_NANOS = 2_000_000;
  private static final double MOST_NANOS = 20_000_000;
  private static final int MOST = 1_024;
  private static final int GROWTH = 4;

  /** Each worker computes one batch while the next one is on its way to it. */
  private static final int SHARES = 2;

  /** A new figure counts for so much, so that one slow element does not matter for long. */
  private static final double WEIGHT = 0.25;

  private final int workers;
  private double nanosEach;
  private int most = 1;

  BatchSize(int workers) {
    this.workers = workers;
  }

  synchronized void measured(int count, long nanos) {
    double each = Math.max(1.0, (double) nanos / Math.max(1, count));
    nanosEach = nanosEach == 0 ? each : nanosEach + WEIGHT * (each - nanosEach);
    most = Math.clamp(Math.min(elements(MOST_NANOS), (long) GROWTH * most), 1, MOST);
  }

  private long elements(double nanos) {
    return Math.round(nanos / nanosEach);
  }

  /**
   * How many elements the next batch should have.
   *
   * @param waiting how many there are that no batch has
   */
  synchronized int elements(long waiting) {
    if (nanosEach == 0) {
      return 1;
    }
    long share = Math.ceilDiv(waiting, (long) SHARES * workers);
    return Math.clamp(Math.max(share, elements(LEAST_NANOS)), 1, most);
  }

  /** How many batches a worker may have: more where one does not last long. */
  synchronized int credit() {
    return most * nanosEach < 50_000 ? 4 : 2;
  }
}
