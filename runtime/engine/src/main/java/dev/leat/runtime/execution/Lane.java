package dev.leat.runtime.execution;

/**
 * The part of a long in which one operator counts. Several operators count in one long, which is
 * added up in a register, instead of each in a field of its own.
 */
final class Lane {

  static final int BITS = 15;

  private static final int MOST = Long.SIZE / BITS;

  /** All lanes; the other bits of the long say something else. */
  static final long ALL = (1L << (MOST * BITS)) - 1;

  private Lane() {}

  /** One in a lane; 0 if there are fewer lanes. */
  static long one(int lane) {
    return lane < MOST ? 1L << (lane * BITS) : 0;
  }

  /** What ones of a lane add up to. */
  static long count(long counts, int lane) {
    return lane < MOST ? counts >>> (lane * BITS) & ((1 << BITS) - 1) : 0;
  }
}
