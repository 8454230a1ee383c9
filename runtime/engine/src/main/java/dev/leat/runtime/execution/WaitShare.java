package dev.leat.runtime.execution;

/** How often a task was seen waiting while a thread worked for it. Used by the watchdog only. */
final class WaitShare {

  private static final int WINDOW = 50;
  private static final int FEWEST = 10;
  private static final double LEAST = 0.1;

  private int looks;
  private int waits;
  private double share;

  /** Counts a look; returns whether a window is full of looks and too many of them saw it wait. */
  boolean seen(boolean waiting) {
    looks++;
    waits += waiting ? 1 : 0;
    if (looks < WINDOW) {
      return false;
    }
    share = (double) waits / looks;
    boolean tooMany = waits >= FEWEST && share >= LEAST;
    looks = 0;
    waits = 0;
    return tooMany;
  }

  /** In which part of the last full window it waited. */
  double share() {
    return share;
  }
}
