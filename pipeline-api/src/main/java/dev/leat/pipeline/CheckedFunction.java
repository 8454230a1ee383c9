package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A function that may throw. It can travel to another process if everything it captures can.
 *
 * {@snippet :
 * CheckedFunction<Path, String> text = Files::readString;
 * }
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result; null is not a result and is reported as an error of the stage
 */
@FunctionalInterface
public interface CheckedFunction<T, R> extends Serializable {

  /** Computes the result. An exception is handled as the stage declares in {@link OnError}. */
  R apply(T value) throws Exception;
}
