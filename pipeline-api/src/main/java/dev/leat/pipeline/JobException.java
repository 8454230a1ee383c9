package dev.leat.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * A job failed. Further failures that followed from the first or happened while the job ended are
 * {@linkplain #getSuppressed() suppressed}.
 *
 * {@snippet :
 * try {
 *   runtime.run(pipeline);
 * } catch (JobException e) {
 *   System.err.println(e.getMessage());
 * }
 * }
 */
public sealed class JobException extends LeatException
    permits StageException, JobCancelledException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message for the user and the failure behind it. */
  public JobException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
