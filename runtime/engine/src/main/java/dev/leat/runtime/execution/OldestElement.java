package dev.leat.runtime.execution;

import dev.leat.pipeline.Position;
import java.util.Locale;

/**
 * An element that is under way for longer than all others of a task, or the first of a block of
 * which that is true.
 *
 * @param where where it stands
 * @param taken when it was taken, as of {@link System#nanoTime}
 */
record OldestElement(Position where, long taken) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Where it stands, and since when. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s, taken %,d ms ago", where, (System.nanoTime() - taken) / NANOS_PER_MILLI);
  }
}
