package dev.leat.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * The common type of all exceptions that Leat itself throws.
 *
 * {@snippet :
 * try {
 *   runtime.run(hits.to(Sinks.discard()));
 * } catch (LeatException e) {
 *   System.err.println(e.getMessage());
 * }
 * }
 */
public abstract sealed class LeatException extends RuntimeException
    permits PipelineDefinitionException, JobException, WorkerException {

  private static final long serialVersionUID = 1L;

  LeatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
