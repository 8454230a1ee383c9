package dev.leat.pipeline;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an element in a worker process: its function threw, or its worker died or took
 * too long, or it cannot travel. The cause of a {@link StageException} or {@link DeadLetter}.
 *
 * {@snippet :
 * Sink<DeadLetter> failures = Sinks.each(letter -> {
 *   if (letter.cause() instanceof WorkerException worker && worker.reason() == WorkerException.Reason.DIED) {
 *     System.err.println(letter.text() + " ended its worker with exit code " + worker.exitCode());
 *   }
 * });
 * }
 */
public final class WorkerException extends LeatException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final int exitCode;
  private final String remoteTrace;

  /** What went wrong. */
  public enum Reason {
    /** The function threw an exception; the message begins with its type. */
    THREW,
    /** The worker ended while it computed the element. */
    DIED,
    /** The element took too long and its worker was killed. */
    TIMED_OUT,
    /** The worker answered in a way that makes no sense, and was killed. */
    WRONG_ANSWER,
    /** The element or its result cannot cross the border between processes. */
    CANNOT_TRAVEL
  }

  /**
   * What happened to an element.
   *
   * @param exitCode the exit code of the worker if it died, or -1
   * @param remoteTrace the stack trace in the worker, as text; empty if there is none
   * @param cause what made this process give up, or null
   */
  public WorkerException(
      Reason reason, String message, int exitCode, String remoteTrace, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.exitCode = exitCode;
    this.remoteTrace = remoteTrace;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }

  /** The exit code of the worker if it died: 128 and more is a signal, such as 137 for SIGKILL. */
  public OptionalInt exitCode() {
    return exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  /** The stack trace of the exception in the worker, as text; empty if there is none. */
  public String remoteTrace() {
    return remoteTrace;
  }
}
