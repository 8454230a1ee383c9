package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * The operator at the end of a chain that adds the elements of each stride up for themselves, in an
 * accumulator that is used nowhere else: where the chain is compiled into one loop, the JVM keeps
 * it in registers.
 */
interface Summing {

  /** Begins a stride; null if its elements have to be added to the accumulator of all. */
  @Nullable Object fresh();

  /**
   * Ends a stride.
   *
   * @param sums what {@link #fresh} returned
   * @return whether the next element may follow at once
   */
  boolean combine(Object sums);
}
