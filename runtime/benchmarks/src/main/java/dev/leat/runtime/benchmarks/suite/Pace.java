package dev.leat.runtime.benchmarks.suite;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param warmUp how long each candidate runs before anything counts, at least
 * @param longestWarmUp how long at most, if it goes on becoming faster
 * @param run how long a run takes at least; jobs are repeated until it is over
 * @param runs how many runs count, for each launch
 * @param launches how many JVMs are started for each candidate
 */
public record Pace(Duration warmUp, Duration longestWarmUp, Duration run, int runs, int launches) {

  /** For figures. */
  public static Pace full(int runs, int launches) {
    return new Pace(
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(300), runs, launches);
  }

  /** To see that everything works, and roughly how fast. */
  public static Pace quick() {
    Duration time = Duration.ofMillis(100);
    return new Pace(time, time, Duration.ofMillis(50), 3, 1);
  }

  /** One cold job: to see that everything works. */
  public static Pace once() {
    return new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1, 1);
  }
}
