package dev.leat.runtime.worker;

/** Runs actions later: the clock of whoever uses this package. Thread-safe. */
@FunctionalInterface
public interface Alarm {

  /**
   * Runs an action once, after so many nanoseconds. It runs on a thread that others share and only
   * hands work on.
   */
  void after(long nanos, Runnable action);
}
