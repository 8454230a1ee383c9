package dev.leat.runtime;

/**
 * An element of the tests.
 *
 * @param lane the lane it came from; -1 for what belongs to none
 * @param value anything
 */
record Item(int lane, long value) {

  Item with(long other) {
    return new Item(lane, other);
  }
}
