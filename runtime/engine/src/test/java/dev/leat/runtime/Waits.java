package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How tests wait for a condition in a loop. */
final class Waits {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long BETWEEN_NANOS = 1_000_000;

  private Waits() {}

  /** Looks every millisecond whether a condition has come true, and leaves the cores to others. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("the condition did not come true").isNegative();
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
  }

  /** A short pause; ends the test when it is interrupted because its time is up. */
  static void pause() {
    if (Thread.interrupted()) {
      throw new AssertionError("the condition did not come true in time");
    }
    Thread.onSpinWait();
  }
}
