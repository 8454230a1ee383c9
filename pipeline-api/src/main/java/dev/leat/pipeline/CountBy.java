package dev.leat.pipeline;

import java.util.Collections;
import java.util.Map;

/** The number of elements for each key; fails when there are too many keys. */
record CountBy<T, K>(CheckedFunction<? super T, ? extends K> key, int maxKeys)
    implements Aggregator<T, KeyCounts<K>, Map<K, Long>> {

  @Override
  public KeyCounts<K> create() {
    return new KeyCounts<>(maxKeys);
  }

  @Override
  public KeyCounts<K> add(KeyCounts<K> counts, T element) throws Exception {
    require(counts.add(key.apply(element)));
    return counts;
  }

  @Override
  public KeyCounts<K> combine(KeyCounts<K> left, KeyCounts<K> right) {
    require(left.add(right));
    return left;
  }

  private void require(boolean room) {
    if (!room) {
      throw new IllegalStateException(
          "countBy met more than its limit of %d different keys: raise maxKeys if they fit into memory, use a coarser key, or use topK, which goes on approximately"
              .formatted(maxKeys));
    }
  }

  @Override
  public Map<K, Long> finish(KeyCounts<K> counts) {
    return Collections.unmodifiableMap(counts.toMap());
  }

  @Override
  public boolean ordered() {
    return false;
  }
}
