package dev.leat.samples;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, with a limit. */
public final class Waiting {

  private static final Duration LIMIT = Duration.ofSeconds(40);

  private Waiting() {}

  /** Returns when the condition holds, and fails when it does not for too long. */
  public static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("nothing happened for " + LIMIT);
      }
      pause();
    }
  }

  /** Lets others work for a moment. */
  public static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }
}
