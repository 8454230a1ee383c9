package dev.leat.pipeline;

import java.util.List;

/**
 * The most frequent keys of a stream, the result of {@link Aggregators#topK}.
 *
 * {@snippet :
 * for (TopK.Entry<String> entry : top.entries()) {
 *   System.out.println(entry.count() + (top.exact() ? " " : " or less ") + entry.key());
 * }
 * }
 *
 * @param entries the keys, most frequent first; keys of the same count in their natural order if
 *     they have one
 * @param exact whether these are certainly the most frequent keys and the counts are exact
 * @param <K> the type of the keys
 */
public record TopK<K>(List<Entry<K>> entries, boolean exact) {

  /** Copies the list. */
  public TopK {
    entries = List.copyOf(entries);
  }

  /**
   * A key and how often it occurred.
   *
   * @param key the key
   * @param count how often at most
   * @param error how much {@code count} may be too high; 0 if it is exact
   * @param <K> the type of the key
   */
  public record Entry<K>(K key, long count, long error) {}
}
