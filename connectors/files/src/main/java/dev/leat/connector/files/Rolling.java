package dev.leat.connector.files;

import java.time.Duration;
import java.time.InstantSource;

/**
 * When a part of a rolled output is complete.
 *
 * @param size at so many bytes
 * @param age so long after its first element
 * @param clock tells the time
 */
record Rolling(long size, Duration age, InstantSource clock) {

  static final Duration NEVER = Duration.ofDays(1_000_000);

  static final Rolling NONE = new Rolling(Long.MAX_VALUE, NEVER, InstantSource.system());

  boolean isWanted() {
    return size != Long.MAX_VALUE || !age.equals(NEVER);
  }
}
