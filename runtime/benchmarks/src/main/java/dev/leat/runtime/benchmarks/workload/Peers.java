package dev.leat.runtime.benchmarks.workload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What several peers need. */
final class Peers {

  private Peers() {}

  /** The result of a stream that has one. */
  static <T> T value(@Nullable T result) {
    return Objects.requireNonNull(result, "no result");
  }
}
