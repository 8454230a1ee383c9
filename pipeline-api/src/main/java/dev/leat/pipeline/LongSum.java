package dev.leat.pipeline;

/**
 * A sum of longs in 128 bits, so that it does not depend on the order whether it overflows. Used by
 * one thread at a time.
 */
final class LongSum {

  /** How often the sum of the lower 64 bits went over the top, less how often below the bottom. */
  private long high;

  private long low;

  LongSum add(long value) {
    long sum = low + value;
    if (((low ^ sum) & (value ^ sum)) < 0) {
      high += value < 0 ? -1 : 1;
    }
    low = sum;
    return this;
  }

  LongSum add(LongSum other) {
    high += other.high;
    return add(other.low);
  }

  long value() {
    if (high != 0) {
      throw new ArithmeticException(
          "the sum does not fit into a long: sum smaller units, or use sumDouble");
    }
    return low;
  }
}
