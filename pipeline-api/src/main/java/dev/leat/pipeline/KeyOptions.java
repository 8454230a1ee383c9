package dev.leat.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many keys a stage remembers, and for how long. Immutable: each method returns a changed copy.
 *
 * {@snippet :
 * events.distinct(Event::id, keys -> keys.maxKeys(100_000).expireAfter(Duration.ofMinutes(10)));
 * }
 */
public final class KeyOptions {

  private static final int DEFAULT_MAX = 1_000_000;
  private static final KeyOptions DEFAULTS = new KeyOptions(DEFAULT_MAX, null);

  private final int maxKeys;
  private final @Nullable Duration expireAfter;

  private KeyOptions(int maxKeys, @Nullable Duration expireAfter) {
    this.maxKeys = maxKeys;
    this.expireAfter = expireAfter;
  }

  /** The defaults that a stage starts from. */
  public static KeyOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The most keys that are remembered, by default 1,000,000. One more fails the job, unless the
   * oldest has expired.
   */
  public KeyOptions maxKeys(int keys) {
    if (keys < 1) {
      throw new IllegalArgumentException("maxKeys must be at least 1, not " + keys);
    }
    return new KeyOptions(keys, expireAfter);
  }

  /** How long a key is remembered after it was seen last; by default as long as the job runs. */
  public KeyOptions expireAfter(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("expireAfter must be longer than zero, not " + time);
    }
    return new KeyOptions(maxKeys, time);
  }

  /** The most keys. */
  public int maxKeys() {
    return maxKeys;
  }

  /** How long a key is remembered; null for as long as the job runs. */
  public @Nullable Duration expireAfter() {
    return expireAfter;
  }
}
