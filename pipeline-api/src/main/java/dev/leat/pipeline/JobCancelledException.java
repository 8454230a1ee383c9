package dev.leat.pipeline;

/**
 * A job was cancelled before it was done: by {@link Job#cancel}, a drain past its limit, or the end
 * of the runtime.
 *
 * {@snippet :
 * try {
 *   job.drain(Duration.ofSeconds(10));
 * } catch (JobCancelledException e) {
 *   System.err.println(e.getMessage());
 * }
 * }
 */
public final class JobCancelledException extends JobException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message that says who cancelled and what was not delivered. */
  public JobCancelledException(String message) {
    super(message, null);
  }
}
