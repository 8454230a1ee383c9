package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/** What was seen of a task while threads worked for it. Used by the watchdog only. */
final class TaskLooks {

  private static final int WINDOW = 50;
  private static final int FEWEST = 10;
  private static final double LEAST = 0.1;

  private int looks;
  private int waits;
  private @Nullable SeenStack last;
  private int computations;
  private long lastComputation;

  /** That a task waited in too many of the looks of a window, and where last. */
  record TooMany(double share, SeenStack last) {}

  /**
   * Counts a look.
   *
   * @param wait where it waits; null if it does not
   * @return what a window of looks has shown, when one is full; null if that is nothing
   */
  @Nullable TooMany seen(@Nullable SeenStack wait) {
    looks++;
    if (wait != null) {
      waits++;
      last = wait;
    }
    if (looks < WINDOW) {
      return null;
    }
    double share = (double) waits / looks;
    SeenStack where = last;
    boolean tooMany = waits >= FEWEST && share >= LEAST;
    looks = 0;
    waits = 0;
    last = null;
    return tooMany && where != null ? new TooMany(share, where) : null;
  }

  /** Counts a time that it computed on an event loop for too long; returns the number of times. */
  int computed() {
    return ++computations;
  }

  /**
   * Counts a time that it computed on a carrier for too long; returns whether it had done so before
   * this one began, so that those which run side by side count once.
   */
  boolean computedAgain(long began) {
    boolean again = computations > 0 && began - lastComputation > 0;
    if (again || computations == 0) {
      computations++;
      lastComputation = System.nanoTime();
    }
    return again;
  }
}
