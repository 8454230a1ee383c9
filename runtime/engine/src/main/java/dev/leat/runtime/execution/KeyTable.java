package dev.leat.runtime.execution;

import dev.leat.pipeline.KeyOptions;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage remembers for each key: a bounded table. An operator extends the entry by its own
 * state, so that a key costs one object less. Where keys expire the table is in the order in which
 * they were used last, else in that in which they came. Used by one thread at a time.
 */
final class KeyTable<E extends KeyTable.Entry> {

  private static final int FIRST_SIZE = 16;
  private static final float LOAD = 0.75f;

  private final Map<Object, E> entries;
  private final int maxKeys;
  private final long expireNanos;
  private final Timers timers;

  /** A key, and when it was used last. */
  abstract static class Entry {

    final Object key;
    private long used;

    Entry(Object key) {
      this.key = key;
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

  /** The entry of a key, or null; the key counts as used now. */
  @Nullable E get(Object key) {
    E entry = entries.get(key);
    if (entry != null) {
      used(entry);
    }
    return entry;
  }

  /**
   * Adds an entry whose key is new and counts as used now.
   *
   * @throws IllegalStateException if there is no room for it
   */
  void add(E entry) {
    if (entries.size() >= maxKeys) {
      throw new IllegalStateException(
          "more than %d keys at once; raise maxKeys or set expireAfter".formatted(maxKeys));
    }
    used(entry);
    entries.put(entry.key, entry);
  }

  private void used(Entry entry) {
    entry.used = expireNanos == 0 ? 0 : timers.nanoTime();
  }

  /** Forgets a key. */
  void remove(Object key) {
    entries.remove(key);
  }

  /** Takes out the first entry, or null if there is none. */
  @Nullable E poll() {
    Iterator<E> oldest = entries.values().iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    E entry = oldest.next();
    oldest.remove();
    return entry;
  }

  /** Takes out an entry that has expired, or null if none has. */
  @Nullable E pollExpired() {
    long next = nextExpiry();
    return next != WakeTimer.NEVER && next - timers.nanoTime() <= 0 ? poll() : null;
  }

  /** When the next key expires; {@link WakeTimer#NEVER} if none does. */
  long nextExpiry() {
    if (expireNanos == 0 || entries.isEmpty()) {
      return WakeTimer.NEVER;
    }
    Entry oldest = entries.values().iterator().next();
    return oldest.used + expireNanos;
  }

  /** Forgets all keys that have expired. */
  void expire() {
    while (pollExpired() != null) {
      // Each was taken out.
    }
  }
}
