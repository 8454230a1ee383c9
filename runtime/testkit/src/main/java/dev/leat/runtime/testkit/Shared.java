package dev.leat.runtime.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A lock under which the threads of a job and of a test meet. Every wait of the test ends: with
 * what it waits for, or after {@link #LIMIT} with an error that says what has happened instead.
 *
 * <p>It is a monitor and no {@code Lock} because the runtime takes it on threads that must not
 * block, where BlockHound would report a contended {@code Lock}; it is held for a few instructions
 * only.
 */
final class Shared {

  /** The longest that a test waits; generous, because a machine that builds is busy. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  /** Changes something, after which what others wait for may be true. */
  synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /** Like {@link #change}, with a result. */
  synchronized <R> R changed(Supplier<R> change) {
    R result = change.get();
    notifyAll();
    return result;
  }

  synchronized <R> R read(Supplier<R> reading) {
    return reading.get();
  }

  /**
   * Waits for a condition without a limit of its own; only for threads of the runtime, which
   * interrupts them.
   */
  synchronized void awaitInterrupt(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      wait();
    }
  }

  /**
   * Waits until a condition is true.
   *
   * @param what what is waited for, for the message
   * @param state says how things are instead, for the message
   * @throws AssertionError if it does not become true within {@link #LIMIT}, or the thread is
   *     interrupted
   */
  synchronized void await(String what, BooleanSupplier condition, Supplier<String> state) {
    if (!becomes(condition, LIMIT)) {
      throw new AssertionError(
          "waited %d s for %s; instead: %s".formatted(LIMIT.toSeconds(), what, state.get()));
    }
  }

  /** Waits until a condition is true or some time is over; returns whether it is true. */
  synchronized boolean becomes(BooleanSupplier condition, Duration limit) {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("the test was interrupted while it waited", e);
      }
    }
    return true;
  }
}
