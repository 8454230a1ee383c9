package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A function to a floating-point number that may throw.
 *
 * {@snippet :
 * CheckedToDoubleFunction<Hit> kilobytes = hit -> hit.bytes() / 1024.0;
 * }
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface CheckedToDoubleFunction<T> extends Serializable {

  /** Computes the number. */
  double applyAsDouble(T value) throws Exception;
}
