package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/** The positions of the elements of a chunk. */
final class Positions {

  private final long first;
  private final long @Nullable [] each;

  /**
   * Positions.
   *
   * @param first that of the first element
   * @param each all of them; null where each is one behind that of the element before
   */
  Positions(long first, long @Nullable [] each) {
    this.first = first;
    this.each = each;
  }

  long at(int index) {
    return each == null ? first + index : each[index];
  }
}
