package dev.leat.runtime.scheduler;

import java.time.Duration;

/** The only source of time in the engine, so that tests can turn the clock by hand. Thread-safe. */
public interface Timers {

  /** As long as makes no difference to having no limit. */
  Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 4);

  /** The time in nanoseconds, as {@link System#nanoTime}: only differences mean something. */
  long nanoTime();

  /** A number from 0 (inclusive) to 1 (exclusive) for the jitter of pauses. */
  double random();

  /**
   * Runs an action after a delay. The action runs on a thread that is shared by all timers: it must
   * only hand work on.
   *
   * @param delayNanos in nanoseconds; zero or less means at once
   */
  Timer schedule(long delayNanos, Runnable action);

  /** A duration in nanoseconds, at most some 73 years, so that times can be added to it. */
  static long nanos(Duration duration) {
    return duration.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : duration.toNanos();
  }

  /** An action that waits for its time. */
  @FunctionalInterface
  interface Timer {

    /** Keeps the action from running if it has not started yet. */
    void cancel();
  }
}
