package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * The operator at the end of a chain that gathers the elements of each stride by themselves, in an
 * object that is used nowhere else: where the chain is compiled into one loop, the JVM keeps what
 * is in it in registers.
 */
interface StrideEnd {

  /**
   * Begins a stride.
   *
   * @return what is passed with each of them; null if they have to be gathered with all others
   */
  @Nullable Object begin();

  /**
   * Ends a stride.
   *
   * @param stride what {@link #begin} returned
   * @return whether the next element may follow at once
   */
  boolean end(Object stride);
}
