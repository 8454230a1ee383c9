package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A function of two arguments that may throw, for instance of an open {@link Resource} and an
 * element.
 *
 * {@snippet :
 * CheckedBiFunction<Path, String, Path> write = (folder, name) -> Files.createFile(folder.resolve(name));
 * }
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result; null is not a result and is reported as an error of the stage
 */
@FunctionalInterface
public interface CheckedBiFunction<A, B, R> extends Serializable {

  /** Computes the result. An exception is handled as the stage declares in {@link OnError}. */
  R apply(A first, B second) throws Exception;
}
