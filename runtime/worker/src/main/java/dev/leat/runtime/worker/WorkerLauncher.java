package dev.leat.runtime.worker;

import dev.leat.pipeline.graph.ForkPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the command that starts a worker which speaks frames. Thread-safe. */
interface WorkerLauncher {

  /**
   * Finds out whether workers can be started at all.
   *
   * @throws WorkerStartException if not; the message says what does not fit, and what to do
   */
  void check() throws WorkerStartException;

  /** The command for one worker. */
  ProcessBuilder command(WorkerFiles files) throws IOException;

  /** What the worker is told first, or null if its command says everything. */
  @Nullable Setup setup();

  /** The format of elements and results, for one worker. */
  BodyFormat format();

  /** Whether the worker may have children of its own that have to end with it. */
  boolean mayHaveChildren();

  /** Applies what all kinds of worker have in common. */
  static ProcessBuilder prepared(ProcessBuilder builder, ForkPolicy policy) {
    Map<String, String> environment = builder.environment();
    environment.putAll(policy.environment());
    Path directory = policy.directory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return builder;
  }
}
