package dev.leat.pipeline;

import java.io.Serializable;

/**
 * An action on a value that may throw.
 *
 * {@snippet :
 * CheckedConsumer<Path> delete = Files::delete;
 * }
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface CheckedConsumer<T> extends Serializable {

  /** Does the action. */
  void accept(T value) throws Exception;
}
