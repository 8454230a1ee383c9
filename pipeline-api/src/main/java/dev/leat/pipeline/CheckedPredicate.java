package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A condition that may throw.
 *
 * {@snippet :
 * CheckedPredicate<Path> hidden = Files::isHidden;
 * }
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface CheckedPredicate<T> extends Serializable {

  /** Tells whether the value fulfils the condition. */
  boolean test(T value) throws Exception;
}
