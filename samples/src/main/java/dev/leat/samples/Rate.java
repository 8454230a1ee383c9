package dev.leat.samples;

/**
 * How fast a count grows, as of the last seconds: smoothed, because an average since the start
 * answers too slowly. One thread.
 */
final class Rate {

  private static final double SMOOTHING_SECONDS = 2;

  private final long startNanos;
  private long lastNanos;
  private long last;
  private double perSecond;

  /**
   * The rate of a count that is zero now.
   *
   * @param nanos the time, as of {@link System#nanoTime}
   */
  Rate(long nanos) {
    this.startNanos = nanos;
    this.lastNanos = nanos;
  }

  /** The rate, now that the count is this. */
  double at(long count, long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    if (seconds > 0) {
      double current = (count - last) / seconds;
      double weight = perSecond == 0 ? 1 : 1 - Math.exp(-seconds / SMOOTHING_SECONDS);
      perSecond += weight * (current - perSecond);
      lastNanos = nanos;
      last = count;
    }
    return perSecond;
  }

  /** The average since the start. */
  double average(long count, long nanos) {
    return count / Math.max(1e-3, (nanos - startNanos) / 1e9);
  }
}
