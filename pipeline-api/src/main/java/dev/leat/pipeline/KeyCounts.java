package dev.leat.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of a bounded number of keys: a hash table with open addressing and linear probing,
 * at most half full. What a key is found by and its count stand side by side, so that counting
 * allocates nothing and touches few places in memory. Keys that are all {@link Long} or all {@link
 * Integer} are found by their value and not kept as objects; others by their hash. Used by one
 * thread at a time.
 */
final class KeyCounts<K> {

  /** The most keys that any table has room for. */
  static final int MOST_KEYS = 1 << 28;

  private static final int FIRST_SIZE = 64;

  private final int maxKeys;

  /** A value or a hash and behind it the count, which is 0 where a place is free. */
  private long[] table = new long[2 * FIRST_SIZE];

  /** The keys that {@link #table} has the hashes of; null as long as it has values. */
  private @Nullable Object @Nullable [] keys;

  /** The class of the values. */
  private @Nullable Class<?> type;

  private int size;

  KeyCounts(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** Counts a key, or returns false if it is new and there is no room for it. */
  boolean add(K key) {
    return add(key, 1);
  }

  private boolean add(K key, long times) {
    if (!isValue(Objects.requireNonNull(key, "the key of an element is null")) && keys == null) {
      becomeObjects();
    }
    long code = code(key);
    int place = find(key, code);
    if (count(place) == 0) {
      if (size == maxKeys) {
        return false;
      }
      if (makeRoom()) {
        place = find(key, code);
      }
      put(place, key, code, 0);
    }
    table[2 * place + 1] += times;
    return true;
  }

  /** Whether a key stands in the table itself. The first key decides of which class these are. */
  private boolean isValue(Object key) {
    if (keys != null) {
      return false;
    }
    Class<?> known = key.getClass();
    if (size == 0 && (known == Long.class || known == Integer.class)) {
      type = known;
    }
    return known == type;
  }

  private Object boxed(long value) {
    return type == Long.class ? (Object) value : (Object) (int) value;
  }

  /** What a key is found by: its value or a hash of it. */
  private long code(Object key) {
    if (keys == null) {
      return key instanceof Long number ? number : (Integer) key;
    }
    int hash = key.hashCode();
    int spread = (hash ^ (hash >>> 16)) * 0x9E37_79B9;
    return spread;
  }

  /** Where a key stands, or the free place where it belongs. */
  private int find(@Nullable Object key, long code) {
    return keys == null ? findValue(code) : findObject(Objects.requireNonNull(key), code, keys);
  }

  private int findValue(long value) {
    long[] places = table;
    int mask = places.length / 2 - 1;
    long spread = value * 0x9E37_79B9_7F4A_7C15L;
    int place = (int) (spread ^ (spread >>> 32)) & mask;
    while (places[2 * place + 1] != 0 && places[2 * place] != value) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private int findObject(Object key, long hash, @Nullable Object[] objects) {
    int mask = objects.length - 1;
    int place = (int) (hash >>> 3) & mask;
    while (count(place) != 0 && !(table[2 * place] == hash && key.equals(objects[place]))) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** Makes room for one more key; returns whether the others have moved for it. */
  private boolean makeRoom() {
    size++;
    if (size <= table.length / 4) {
      return false;
    }
    @Nullable Object[] oldKeys = keys;
    long[] old = table;
    table = new long[2 * old.length];
    keys = oldKeys == null ? null : new @Nullable Object[old.length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != 0) {
        Object key = oldKeys == null ? null : oldKeys[i / 2];
        put(find(key, old[i]), key, old[i], old[i + 1]);
      }
    }
    return true;
  }

  private void put(int place, @Nullable Object key, long code, long count) {
    if (keys != null) {
      keys[place] = key;
    }
    table[2 * place] = code;
    table[2 * place + 1] = count;
  }

  /** Goes on with the keys as objects, because one came that does not belong to the values. */
  private void becomeObjects() {
    long[] old = table;
    table = new long[old.length];
    keys = new @Nullable Object[old.length / 2];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != 0) {
        Object key = boxed(old[i]);
        long hash = code(key);
        put(find(key, hash), key, hash, old[i + 1]);
      }
    }
  }

  /** Adds all counts of another one, or returns false and stops when there is no room. */
  boolean add(KeyCounts<K> other) {
    for (int place = 0; place < other.table.length / 2; place++) {
      long count = other.count(place);
      if (count != 0 && !add(other.key(place), count)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all keys of both would have room in one. */
  boolean fits(KeyCounts<K> other) {
    int missing = 0;
    for (int place = 0; place < other.table.length / 2; place++) {
      if (other.count(place) != 0 && !has(other.key(place))) {
        missing++;
      }
    }
    return size + missing <= maxKeys;
  }

  private boolean has(K key) {
    return (keys != null || isValue(key)) && count(find(key, code(key))) != 0;
  }

  private long count(int place) {
    return table[2 * place + 1];
  }

  @SuppressWarnings("unchecked") // only keys of type K are put in
  private K key(int place) {
    return (K) Objects.requireNonNull(keys == null ? boxed(table[2 * place]) : keys[place]);
  }

  /** The counts, in no order. */
  List<TopK.Entry<K>> entries() {
    List<TopK.Entry<K>> entries = new ArrayList<>(size);
    for (int place = 0; place < table.length / 2; place++) {
      if (count(place) != 0) {
        entries.add(new TopK.Entry<>(key(place), count(place), 0));
      }
    }
    return entries;
  }

  /** The counts, most frequent first. */
  Map<K, Long> toMap() {
    Map<K, Long> map = LinkedHashMap.newLinkedHashMap(size);
    if (keys == null && size > 0 && greatestCount() < Long.MAX_VALUE / Integer.MAX_VALUE) {
      for (int place : sortedValues()) {
        map.put(key(place), count(place));
      }
      return map;
    }
    List<TopK.Entry<K>> entries = entries();
    entries.sort(KeyCounts::compare);
    entries.forEach(entry -> map.put(entry.key(), entry.count()));
    return map;
  }

  private long greatestCount() {
    long greatest = 0;
    for (int place = 0; place < table.length / 2; place++) {
      greatest = Math.max(greatest, count(place));
    }
    return greatest;
  }

  /**
   * The places of the values in the order of {@link #compare}, without objects: they are sorted by
   * value, then by numbers of which the first part is the count and the second the rank of the
   * value.
   */
  private int[] sortedValues() {
    long[] values = new long[size];
    int filled = 0;
    for (int place = 0; place < table.length / 2; place++) {
      if (count(place) != 0) {
        values[filled++] = table[2 * place];
      }
    }
    Arrays.sort(values);
    long[] byCount = new long[size];
    for (int rank = 0; rank < size; rank++) {
      byCount[rank] = rank - count(findValue(values[rank])) * Integer.MAX_VALUE;
    }
    Arrays.sort(byCount);
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = findValue(values[(int) Math.floorMod(byCount[i], (long) Integer.MAX_VALUE)]);
    }
    return places;
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
