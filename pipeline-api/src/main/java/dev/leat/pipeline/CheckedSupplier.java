package dev.leat.pipeline;

import java.io.Serializable;

/**
 * Makes a value and may throw.
 *
 * {@snippet :
 * CheckedSupplier<Path> folder = () -> Files.createTempDirectory("work");
 * }
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface CheckedSupplier<T> extends Serializable {

  /** Makes the value. */
  T get() throws Exception;
}
