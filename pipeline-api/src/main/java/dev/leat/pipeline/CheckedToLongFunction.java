package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A function to a whole number that may throw.
 *
 * {@snippet :
 * CheckedToLongFunction<Path> size = Files::size;
 * }
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface CheckedToLongFunction<T> extends Serializable {

  /** Computes the number. */
  long applyAsLong(T value) throws Exception;
}
