package dev.leat.pipeline;

/**
 * A sum of longs in 128 bits, so that it does not depend on the order whether it overflows. Used by
 * one thread at a time.
 */
final class LongSum {

  private long high;
  private long low;

  LongSum add(long value) {
    return add(value >> 63, value);
  }

  LongSum add(LongSum other) {
    return add(other.high, other.low);
  }

  private LongSum add(long otherHigh, long otherLow) {
    low += otherLow;
    high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    return this;
  }

  long value() {
    if (high != low >> 63) {
      throw new ArithmeticException(
          "the sum does not fit into a long: sum smaller units, or use sumDouble");
    }
    return low;
  }
}
