package dev.leat.runtime.worker;

import org.jspecify.annotations.Nullable;

/** Workers cannot be started, or do not stay alive; the message says why and what to do. */
public final class WorkerStartException extends Exception {

  private static final long serialVersionUID = 1L;

  WorkerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
