package dev.leat.connector.files;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a part of a rolled output is complete.
 *
 * @param size at so many bytes
 * @param age so long after its first element
 * @param nanoTime a clock that only goes forward, as {@link System#nanoTime} is
 */
record Rolling(long size, Duration age, LongSupplier nanoTime) {

  static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

  static final Rolling NONE = new Rolling(Long.MAX_VALUE, NEVER, System::nanoTime);

  boolean isWanted() {
    return size != Long.MAX_VALUE || !age.equals(NEVER);
  }
}
