package dev.leat.runtime.execution;

import dev.leat.pipeline.KeyOptions;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage remembers for each key: a bounded table in the order in which keys were used last,
 * from which the oldest expire. Used by one thread at a time.
 */
final class KeyTable<V> {

  private static final int FIRST_SIZE = 16;
  private static final float LOAD = 0.75f;

  private final Map<Object, Entry<V>> entries = new LinkedHashMap<>(FIRST_SIZE, LOAD, true);
  private final int maxKeys;
  private final long expireNanos;
  private final Timers timers;

  /** A value and when its key was used last. */
  private static final class Entry<V> {

    private V value;
    private long used;

    Entry(V value) {
      this.value = value;
    }
  }

  KeyTable(KeyOptions options, Timers timers) {
    this.maxKeys = options.maxKeys();
    Duration expiry = options.expireAfter();
    this.expireNanos = expiry == null ? 0 : Timers.nanos(expiry);
    this.timers = timers;
  }

  /** The value of a key, or null; the key counts as used now. */
  @Nullable V get(Object key) {
    long now = expire();
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    entry.used = now;
    return entry.value;
  }

  /**
   * Sets the value of a key, which counts as used now.
   *
   * @throws IllegalStateException if the key is new and there is no room for it
   */
  void put(Object key, V value) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      if (entries.size() >= maxKeys) {
        throw new IllegalStateException(
            "more than %d keys at once; raise maxKeys or set expireAfter".formatted(maxKeys));
      }
      entry = new Entry<>(value);
      entries.put(key, entry);
    }
    entry.value = value;
    entry.used = expireNanos == 0 ? 0 : timers.nanoTime();
  }

  private long expire() {
    if (expireNanos == 0) {
      return 0;
    }
    long now = timers.nanoTime();
    Iterator<Entry<V>> oldest = entries.values().iterator();
    while (oldest.hasNext() && now - oldest.next().used >= expireNanos) {
      oldest.remove();
    }
    return now;
  }
}
