package dev.leat.runtime.execution;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Counts the signals of a task that were not seen yet: the first one finds somebody who drains, and
 * whoever drains sees all that come meanwhile. It is the work-in-progress counter of Reactive
 * Extensions' drain loops. Thread-safe.
 */
final class Signals {

  private final AtomicInteger unseen = new AtomicInteger();

  /** Adds a signal; returns whether its sender has to see to it that the task is drained. */
  boolean raise() {
    return unseen.getAndIncrement() == 0;
  }

  /**
   * Drains until no signal came meanwhile, or until others have to be let in; called by one thread
   * at a time, after a {@link #raise} that returned true or a drain that did.
   *
   * @param drain does all there is to do, or returns true to be called again soon
   * @return whether there must be another drain
   */
  boolean drain(BooleanSupplier drain) {
    int seen = unseen.get();
    while (seen != 0) {
      if (drain.getAsBoolean()) {
        return true;
      }
      seen = unseen.addAndGet(-seen);
    }
    return false;
  }
}
