package dev.leat.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Exact counts of a bounded number of keys. Used by one thread at a time. */
final class KeyCounts<K> {

  private final int maxKeys;
  private final Map<K, Count> counts = new HashMap<>();

  /** A counter that is changed in place, so that counting allocates nothing. */
  private static final class Count {
    private long value;
  }

  KeyCounts(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** Counts a key, or returns false if it is new and there is no room for it. */
  boolean add(K key) {
    return add(key, 1);
  }

  private boolean add(K key, long times) {
    Count count = counts.get(Objects.requireNonNull(key, "the key of an element is null"));
    if (count == null) {
      if (counts.size() == maxKeys) {
        return false;
      }
      count = new Count();
      counts.put(key, count);
    }
    count.value += times;
    return true;
  }

  /** Adds all counts of another one, or returns false and stops when there is no room. */
  boolean add(KeyCounts<K> other) {
    for (Map.Entry<K, Count> entry : other.counts.entrySet()) {
      if (!add(entry.getKey(), entry.getValue().value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all keys of both would have room in one. */
  boolean fits(KeyCounts<K> other) {
    long keys = counts.size();
    for (K key : other.counts.keySet()) {
      keys += counts.containsKey(key) ? 0 : 1;
    }
    return keys <= maxKeys;
  }

  int size() {
    return counts.size();
  }

  /** The counts, in no order. */
  List<TopK.Entry<K>> entries() {
    List<TopK.Entry<K>> entries = new ArrayList<>(counts.size());
    counts.forEach((key, count) -> entries.add(new TopK.Entry<>(key, count.value, 0)));
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
