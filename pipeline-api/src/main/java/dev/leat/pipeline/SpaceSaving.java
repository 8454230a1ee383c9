package dev.leat.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Approximate counts of the most frequent keys in bounded space: the algorithm Space-Saving with
 * its structure Stream-Summary, from A. Metwally, D. Agrawal and A. El Abbadi, "Efficient
 * Computation of Frequent and Top-k Elements in Data Streams" (ICDT 2005).
 *
 * <p>There are {@code capacity} counters. A new key takes over the counter with the least count and
 * goes on counting from there; what it took over is its possible error. Counters of one count hang
 * in one bucket and buckets in a list by count, so that an addition takes constant time. With
 * {@code m} counters and {@code n} elements no count is less than the true one, none is more than
 * {@code n / m} too high, and every key that occurs more often than {@code n / m} times is there.
 *
 * <p>{@link #merge} keeps these bounds: counts are added, where a key that a side does not know
 * counts as often as it may have occurred there, and the largest are kept. This is the merge of P.
 * K. Agarwal et al., "Mergeable Summaries" (PODS 2012), section 3, said in upper instead of lower
 * bounds: there the least count is subtracted on both sides before and the cut after adding.
 *
 * <p>Used by one thread at a time.
 */
final class SpaceSaving<K> {

  private final int capacity;
  private final Map<K, Counter<K>> counters;

  /** How often a key without a counter may have occurred, while there are counters to spare. */
  private final long floor;

  private @Nullable Bucket<K> least;

  /** A key with its count, in the list of its bucket. */
  private static final class Counter<K> {
    private K key;
    private long error;
    private Bucket<K> bucket;
    private @Nullable Counter<K> previous;
    private @Nullable Counter<K> next;

    Counter(K key, long error, Bucket<K> bucket) {
      this.key = key;
      this.error = error;
      this.bucket = bucket;
    }
  }

  /** The counters of one count, in the list of buckets, which increases. */
  private static final class Bucket<K> {
    private long count;
    private @Nullable Counter<K> first;
    private @Nullable Bucket<K> previous;
    private @Nullable Bucket<K> next;

    Bucket(long count) {
      this.count = count;
    }
  }

  /** Begins with at most {@code capacity} entries. */
  SpaceSaving(int capacity, List<TopK.Entry<K>> entries, long floor) {
    this.capacity = capacity;
    this.floor = floor;
    this.counters = HashMap.newHashMap(entries.size());
    List<TopK.Entry<K>> descending = new ArrayList<>(entries);
    descending.sort(KeyCounts::compare);
    for (TopK.Entry<K> entry : descending) {
      insert(entry.key(), entry.count(), entry.error());
    }
  }

  void add(K key) {
    Counter<K> counter = counters.get(key);
    if (counter == null) {
      counter =
          least != null && counters.size() >= capacity
              ? takeOver(least, key)
              : insert(key, floor, floor);
    }
    increment(counter);
  }

  /** How often a key without a counter may have occurred at most. */
  private long absent() {
    return least != null && counters.size() >= capacity ? least.count : floor;
  }

  private Counter<K> takeOver(Bucket<K> bucket, K key) {
    Counter<K> counter = Objects.requireNonNull(bucket.first, "buckets are never empty");
    counters.remove(counter.key);
    counter.key = key;
    counter.error = bucket.count;
    counters.put(key, counter);
    return counter;
  }

  /** Adds a counter that is not greater than any other. */
  private Counter<K> insert(K key, long count, long error) {
    Bucket<K> bucket = least;
    if (bucket == null || bucket.count != count) {
      bucket = new Bucket<>(count);
      bucket.next = least;
      if (least != null) {
        least.previous = bucket;
      }
      least = bucket;
    }
    Counter<K> counter = new Counter<>(key, error, bucket);
    attach(counter, bucket);
    counters.put(key, counter);
    return counter;
  }

  private void increment(Counter<K> counter) {
    Bucket<K> from = counter.bucket;
    Bucket<K> next = from.next;
    boolean alone = from.first == counter && counter.next == null;
    boolean occupied = next != null && next.count == from.count + 1;
    if (alone && !occupied) {
      from.count++;
      return;
    }
    detach(counter);
    attach(counter, next != null && occupied ? next : bucketAfter(from));
    if (alone) {
      unlink(from);
    }
  }

  private Bucket<K> bucketAfter(Bucket<K> from) {
    Bucket<K> bucket = new Bucket<>(from.count + 1);
    bucket.previous = from;
    bucket.next = from.next;
    if (from.next != null) {
      from.next.previous = bucket;
    }
    from.next = bucket;
    return bucket;
  }

  private void unlink(Bucket<K> empty) {
    if (empty.previous == null) {
      least = empty.next;
    } else {
      empty.previous.next = empty.next;
    }
    if (empty.next != null) {
      empty.next.previous = empty.previous;
    }
  }

  private static <K> void attach(Counter<K> counter, Bucket<K> bucket) {
    counter.bucket = bucket;
    counter.previous = null;
    counter.next = bucket.first;
    if (bucket.first != null) {
      bucket.first.previous = counter;
    }
    bucket.first = counter;
  }

  private static <K> void detach(Counter<K> counter) {
    if (counter.previous == null) {
      counter.bucket.first = counter.next;
    } else {
      counter.previous.next = counter.next;
    }
    if (counter.next != null) {
      counter.next.previous = counter.previous;
    }
  }

  /** A summary of the elements of both, which stay as they are. */
  SpaceSaving<K> merge(SpaceSaving<K> other) {
    List<TopK.Entry<K>> all = new ArrayList<>(counters.size() + other.counters.size());
    for (Counter<K> counter : counters.values()) {
      all.add(sum(counter, other.counters.get(counter.key), other.absent()));
    }
    for (Counter<K> counter : other.counters.values()) {
      if (!counters.containsKey(counter.key)) {
        all.add(sum(counter, null, absent()));
      }
    }
    all.sort(KeyCounts::compare);
    List<TopK.Entry<K>> kept = all.subList(0, Math.min(capacity, all.size()));
    return new SpaceSaving<>(capacity, kept, absent() + other.absent());
  }

  private static <K> TopK.Entry<K> sum(
      Counter<K> one, @Nullable Counter<K> other, long absentInOther) {
    long count = other == null ? absentInOther : other.bucket.count;
    long error = other == null ? absentInOther : other.error;
    return new TopK.Entry<>(one.key, one.bucket.count + count, one.error + error);
  }

  /** The counters, in no order. */
  List<TopK.Entry<K>> entries() {
    List<TopK.Entry<K>> entries = new ArrayList<>(counters.size());
    for (Counter<K> counter : counters.values()) {
      entries.add(new TopK.Entry<>(counter.key, counter.bucket.count, counter.error));
    }
    return entries;
  }
}
