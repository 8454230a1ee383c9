package dev.leat.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of a bounded number of keys: a hash table with open addressing and linear probing,
 * at most half full. The hash and the count of a key stand side by side, so that counting allocates
 * nothing and touches few places in memory. Used by one thread at a time.
 */
final class KeyCounts<K> {

  /** The most keys that any table has room for. */
  static final int MOST_KEYS = 1 << 28;

  private static final int FIRST_SIZE = 64;

  /** Tells a hash of 0 from a free place. */
  private static final long TAKEN = 1L << 32;

  private final int maxKeys;
  private @Nullable Object[] keys = new @Nullable Object[FIRST_SIZE];
  private long[] hashesAndCounts = new long[2 * FIRST_SIZE];
  private int size;

  KeyCounts(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** Counts a key, or returns false if it is new and there is no room for it. */
  boolean add(K key) {
    return add(key, 1);
  }

  private boolean add(K key, long times) {
    long hash = hash(key);
    int place = find(key, hash);
    if (keys[place] == null) {
      if (size == maxKeys) {
        return false;
      }
      place = insert(key, hash, place);
    }
    hashesAndCounts[2 * place + 1] += times;
    return true;
  }

  private static long hash(Object key) {
    int hash = Objects.requireNonNull(key, "the key of an element is null").hashCode();
    int spread = (hash ^ (hash >>> 16)) * 0x9E37_79B9;
    return TAKEN | Integer.toUnsignedLong(spread);
  }

  /** Where a key stands, or the free place where it belongs. */
  private int find(Object key, long hash) {
    int mask = keys.length - 1;
    int place = (int) (hash >>> 3) & mask;
    while (true) {
      long there = hashesAndCounts[2 * place];
      if (there == 0 || (there == hash && key.equals(keys[place]))) {
        return place;
      }
      place = (place + 1) & mask;
    }
  }

  private int insert(K key, long hash, int free) {
    size++;
    int place = free;
    if (size > keys.length / 2) {
      grow();
      place = find(key, hash);
    }
    keys[place] = key;
    hashesAndCounts[2 * place] = hash;
    return place;
  }

  private void grow() {
    @Nullable Object[] oldKeys = keys;
    long[] old = hashesAndCounts;
    keys = new @Nullable Object[2 * oldKeys.length];
    hashesAndCounts = new long[2 * keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      Object key = oldKeys[i];
      if (key != null) {
        int place = find(key, old[2 * i]);
        keys[place] = key;
        hashesAndCounts[2 * place] = old[2 * i];
        hashesAndCounts[2 * place + 1] = old[2 * i + 1];
      }
    }
  }

  /** Adds all counts of another one, or returns false and stops when there is no room. */
  boolean add(KeyCounts<K> other) {
    for (TopK.Entry<K> entry : other.entries()) {
      if (!add(entry.key(), entry.count())) {
        return false;
      }
    }
    return true;
  }

  /** Whether all keys of both would have room in one. */
  boolean fits(KeyCounts<K> other) {
    int missing = 0;
    for (int i = 0; i < other.keys.length; i++) {
      Object key = other.keys[i];
      if (key != null && keys[find(key, other.hashesAndCounts[2 * i])] == null) {
        missing++;
      }
    }
    return size + missing <= maxKeys;
  }

  /** The counts, in no order. */
  @SuppressWarnings("unchecked") // only keys of type K are put in
  List<TopK.Entry<K>> entries() {
    List<TopK.Entry<K>> entries = new ArrayList<>(size);
    for (int i = 0; i < keys.length; i++) {
      Object key = keys[i];
      if (key != null) {
        entries.add(new TopK.Entry<>((K) key, hashesAndCounts[2 * i + 1], 0));
      }
    }
    return entries;
  }

  /** The counts, most frequent first. */
  Map<K, Long> toMap() {
    List<TopK.Entry<K>> entries = entries();
    entries.sort(KeyCounts::compare);
    Map<K, Long> map = LinkedHashMap.newLinkedHashMap(entries.size());
    entries.forEach(entry -> map.put(entry.key(), entry.count()));
    return map;
  }

  /** Puts the most frequent first, and equally frequent keys in their natural order. */
  static int compare(TopK.Entry<?> left, TopK.Entry<?> right) {
    int byCount = Long.compare(right.count(), left.count());
    return byCount != 0 ? byCount : compareKeys(left.key(), right.key());
  }

  @SuppressWarnings("unchecked") // a comparable class is comparable with itself
  private static int compareKeys(Object left, Object right) {
    if (left.getClass() != right.getClass()) {
      return left.getClass().getName().compareTo(right.getClass().getName());
    }
    return left instanceof Comparable<?> key ? ((Comparable<Object>) key).compareTo(right) : 0;
  }
}
