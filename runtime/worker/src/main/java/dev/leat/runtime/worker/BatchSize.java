package dev.leat.runtime.worker;

/**
 * How many elements make two milliseconds of work: large enough to make the way to another process
 * cheap, small enough to keep all workers busy. Thread-safe.
 */
final class BatchSize {

  private static final double AIM_NANOS = 2_000_000;
  private static final int MOST = 1_024;
  private static final int GROWTH = 4;

  /** A new figure counts for so much, so that one slow element does not matter for long. */
  private static final double WEIGHT = 0.25;

  private double nanosEach;
  private int elements = 1;

  synchronized void measured(int count, long nanos) {
    double each = Math.max(1.0, (double) nanos / Math.max(1, count));
    nanosEach = nanosEach == 0 ? each : nanosEach + WEIGHT * (each - nanosEach);
    long wanted = Math.round(AIM_NANOS / nanosEach);
    elements = Math.clamp(Math.min(wanted, (long) GROWTH * elements), 1, MOST);
  }

  synchronized int elements() {
    return elements;
  }

  /** How many batches a worker may have: more where one does not last long. */
  synchronized int credit() {
    return elements * nanosEach < 50_000 ? 4 : 2;
  }
}
