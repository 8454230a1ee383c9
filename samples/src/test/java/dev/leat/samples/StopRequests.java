package dev.leat.samples;

import java.time.Duration;

/** Lets tests of samples ask a run to end, which otherwise only signals do. */
public final class StopRequests {

  private StopRequests() {}

  /** A stop that cuts lookups off at once. */
  public static Stop impatient() {
    return new Stop(Duration.ofMillis(50));
  }

  /** Asks a run to end. */
  public static void request(Stop stop) {
    stop.request("a test");
  }
}
