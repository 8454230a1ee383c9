package dev.leat.samples.tour;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Elements of one size after the other, each again and again until those that arrive have been
 * counted for long enough. What comes before a stream runs smoothly does not count: workers start,
 * code is compiled. One thread takes elements, and one counts those that arrive.
 */
final class SizedStream implements Iterator<byte[]> {

  /** A look at the clock costs as much as some elements. */
  private static final int BETWEEN_LOOKS = 64;

  /** As many times as long as a size is measured. */
  private static final int TO_COMPILE = 8;

  private static final long LONGEST_NANOS = 20_000_000_000L;

  private final List<byte[]> elements;
  private final long measuredNanos;
  private final long end = System.nanoTime() + LONGEST_NANOS;
  private final Map<Integer, Double> nanosEach = new LinkedHashMap<>(); // of the counting thread
  private final AtomicInteger current = new AtomicInteger(); // moved on by the counting thread
  private long taken;

  // All of the counting thread.
  private long arrived;
  private long firstNanos;
  private long beginNanos;
  private long beginCount;

  /**
   * A stream that is about to begin.
   *
   * @param sizes bytes of an element
   * @param millis how long to count elements of each size
   */
  SizedStream(List<Integer> sizes, int millis) {
    this.elements = sizes.stream().map(size -> new byte[size]).toList();
    this.measuredNanos = millis * 1_000_000L;
  }

  @Override
  public boolean hasNext() {
    return current.get() < elements.size()
        && (++taken % BETWEEN_LOOKS != 0 || System.nanoTime() < end);
  }

  @Override
  public byte[] next() {
    return elements.get(Math.min(current.get(), elements.size() - 1));
  }

  /** Counts. */
  void arrived(byte[] element) {
    int size = current.get();
    boolean counts = size < elements.size() && element.length == elements.get(size).length;
    if (counts && ++arrived % BETWEEN_LOOKS == 0) {
      look(System.nanoTime(), element.length);
    }
  }

  private void look(long now, int size) {
    if (firstNanos == 0) {
      firstNanos = now;
    } else if (beginNanos == 0 && now - firstNanos > settlingNanos()) {
      beginNanos = now;
      beginCount = arrived;
    } else if (beginNanos != 0 && now - beginNanos > measuredNanos) {
      nanosEach.put(size, (double) (now - beginNanos) / (arrived - beginCount));
      firstNanos = 0;
      beginNanos = 0;
      current.incrementAndGet();
    }
  }

  /** Before the first size both sides compile their code. */
  private long settlingNanos() {
    return nanosEach.isEmpty() ? TO_COMPILE * measuredNanos : measuredNanos / 2;
  }

  /** By the bytes of an element; a size is missing if its elements did not arrive in time. */
  Map<Integer, Double> nanosEach() {
    return nanosEach;
  }
}
