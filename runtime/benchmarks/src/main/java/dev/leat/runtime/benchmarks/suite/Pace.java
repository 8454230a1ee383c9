package dev.leat.runtime.benchmarks.suite;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param warmUp how long each candidate runs before anything counts
 * @param warmUpJobs how often at least
 * @param run how long a run takes at least; jobs are repeated until it is over
 * @param runs how many runs count, for each launch
 * @param launches how many JVMs are started for each candidate
 */
public record Pace(Duration warmUp, int warmUpJobs, Duration run, int runs, int launches) {

  /** For figures. */
  public static Pace full(int runs, int launches) {
    return new Pace(Duration.ofSeconds(2), 3, Duration.ofMillis(300), runs, launches);
  }

  /** To see that everything works. */
  public static Pace quick() {
    return new Pace(Duration.ZERO, 0, Duration.ZERO, 1, 1);
  }
}
