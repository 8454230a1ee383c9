package dev.leat.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The most frequent keys: exact as long as all keys have room, then approximate. */
record TopKeys<T, K>(CheckedFunction<? super T, ? extends K> key, int k, int maxKeys)
    implements Aggregator<T, TopKeys.Keys<K>, TopK<K>> {

  /** Exact counts until they overflow. Used by one thread at a time. */
  static final class Keys<K> {
    private KeyCounts<K> exact;
    private @Nullable SpaceSaving<K> approximate;

    private Keys(int maxKeys) {
      exact = new KeyCounts<>(maxKeys);
    }
  }

  @Override
  public Keys<K> create() {
    return new Keys<>(maxKeys);
  }

  @Override
  public Keys<K> add(Keys<K> keys, T element) throws Exception {
    K found = Objects.requireNonNull(key.apply(element), "the key of an element is null");
    if (keys.approximate != null) {
      keys.approximate.add(found);
    } else if (!keys.exact.add(found)) {
      approximate(keys).add(found);
    }
    return keys;
  }

  @Override
  public Keys<K> combine(Keys<K> left, Keys<K> right) {
    if (left.approximate == null && right.approximate == null && left.exact.fits(right.exact)) {
      left.exact.add(right.exact);
    } else {
      left.approximate = approximate(left).merge(approximate(right));
    }
    return left;
  }

  private SpaceSaving<K> approximate(Keys<K> keys) {
    if (keys.approximate == null) {
      keys.approximate = new SpaceSaving<>(maxKeys, keys.exact.entries(), 0);
      keys.exact = new KeyCounts<>(0);
    }
    return keys.approximate;
  }

  @Override
  public TopK<K> finish(Keys<K> keys) {
    return keys.approximate == null
        ? new TopK<>(most(keys.exact.entries()), true)
        : new TopK<>(most(keys.approximate.entries()), false);
  }

  private List<TopK.Entry<K>> most(List<TopK.Entry<K>> entries) {
    PriorityQueue<TopK.Entry<K>> most =
        new PriorityQueue<>(Collections.reverseOrder(KeyCounts::compare));
    for (TopK.Entry<K> entry : entries) {
      most.add(entry);
      if (most.size() > k) {
        most.remove();
      }
    }
    List<TopK.Entry<K>> sorted = new ArrayList<>(most);
    sorted.sort(KeyCounts::compare);
    return sorted;
  }

  @Override
  public boolean ordered() {
    return false;
  }
}
