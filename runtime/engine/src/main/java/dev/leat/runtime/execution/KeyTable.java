package dev.leat.runtime.execution;

import dev.leat.pipeline.KeyOptions;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage remembers for each key: a bounded table. Where keys expire it is in the order in
 * which they were used last, else in that in which they came. Used by one thread at a time.
 */
final class KeyTable<V> {

  private static final int FIRST_SIZE = 16;
  private static final float LOAD = 0.75f;

  private final Map<Object, Entry<V>> entries;
  private final int maxKeys;
  private final long expireNanos;
  private final Timers timers;

  /** A key, its value, and when it was used last. */
  static final class Entry<V> {

    private final Object key;
    private V value;
    private long used;

    private Entry(Object key, V value) {
      this.key = key;
      this.value = value;
    }

    Object key() {
      return key;
    }

    V value() {
      return value;
    }
  }

  KeyTable(KeyOptions options, Timers timers) {
    this.maxKeys = options.maxKeys();
    Duration expiry = options.expireAfter();
    this.expireNanos = expiry == null ? 0 : Timers.nanos(expiry);
    this.timers = timers;
    // The order of use is kept only where it is needed: it costs a write for every element.
    this.entries = new LinkedHashMap<>(FIRST_SIZE, LOAD, expiry != null);
  }

  /** The value of a key, or null; the key counts as used now. */
  @Nullable V get(Object key) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    entry.used = now();
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
      entry = new Entry<>(key, value);
      entries.put(key, entry);
    }
    entry.value = value;
    entry.used = now();
  }

  /** Forgets a key. */
  void remove(Object key) {
    entries.remove(key);
  }

  /** Takes out the first key, or null if there is none. */
  @Nullable Entry<V> poll() {
    Iterator<Entry<V>> oldest = entries.values().iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Entry<V> entry = oldest.next();
    oldest.remove();
    return entry;
  }

  /** Takes out a key that has expired, or null if none has. */
  @Nullable Entry<V> pollExpired() {
    return expiry() - now() <= 0 && expireNanos > 0 && !entries.isEmpty() ? poll() : null;
  }

  /** When the next key expires; {@link WakeTimer#NEVER} if none does. */
  long nextExpiry() {
    return expireNanos == 0 || entries.isEmpty() ? WakeTimer.NEVER : expiry();
  }

  private long expiry() {
    return entries.isEmpty() ? 0 : entries.values().iterator().next().used + expireNanos;
  }

  /** Forgets all keys that have expired. */
  void expire() {
    while (pollExpired() != null) {
      // Each was taken out.
    }
  }

  private long now() {
    return expireNanos == 0 ? 0 : timers.nanoTime();
  }
}
