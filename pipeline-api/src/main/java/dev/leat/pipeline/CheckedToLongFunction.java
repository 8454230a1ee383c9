package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A function to a whole number that may throw.
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface CheckedToLongFunction<T> extends Serializable {

  /** Computes the number. */
  long applyAsLong(T value) throws Exception;
}
