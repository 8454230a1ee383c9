package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;

/** Why a task cannot go on. Turned into an exception when everything before it was delivered. */
@FunctionalInterface
interface Failure {

  /** The exception for the user. */
  JobException exception();

  /** This failure, with one that came after it noted. */
  default Failure and(Failure later) {
    return () -> {
      JobException first = exception();
      JobException second = later.exception();
      if (!first.equals(second)) {
        first.addSuppressed(second);
      }
      return first;
    };
  }
}
