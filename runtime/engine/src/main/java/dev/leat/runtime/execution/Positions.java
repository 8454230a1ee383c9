package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * The positions of the elements of a chunk.
 *
 * @param first that of the first element
 * @param each all of them; null where each is one behind that of the element before
 */
record Positions(long first, long @Nullable [] each) {

  long at(int index) {
    return each == null ? first + index : each[index];
  }
}
