package dev.leat.pipeline;

import java.io.Serializable;

/**
 * An action on two values that may throw.
 *
 * {@snippet :
 * CheckedBiConsumer<Appendable, String> append = (out, line) -> out.append(line);
 * }
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 */
@FunctionalInterface
public interface CheckedBiConsumer<A, B> extends Serializable {

  /** Does the action. */
  void accept(A first, B second) throws Exception;
}
