package dev.leat.samples.pythonscore;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fastest run of each contender with each number of processes. One thread. */
final class Timings {

  private final Map<Contender, TreeMap<Integer, Timing>> all = new EnumMap<>(Contender.class);

  /**
   * One run.
   *
   * @param wall how long it took, with the start of the workers and without that of what starts
   *     them
   * @param cpu what all its processes computed, with their start
   */
  record Timing(Duration wall, Duration cpu) {

    /** How many times as fast this is. */
    double gainOver(Timing other) {
      return (double) other.wall.toNanos() / wall.toNanos();
    }
  }

  void add(Contender contender, int processes, Timing timing) {
    all.computeIfAbsent(contender, key -> new TreeMap<>())
        .merge(processes, timing, (a, b) -> a.wall().compareTo(b.wall()) <= 0 ? a : b);
  }

  /** The fastest run, or null if there was none. */
  @Nullable Timing of(Contender contender, int processes) {
    return all.getOrDefault(contender, new TreeMap<>()).get(processes);
  }
}
