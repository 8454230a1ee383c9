package dev.leat.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collector;

/**
 * Ready-made {@linkplain Aggregator aggregators}. All of them run inside parallel stages, where
 * each worker fills an accumulator of its own; where memory depends on the input there is a limit,
 * and it holds for each worker.
 *
 * {@snippet :
 * Stage<TopK<String>> pages = hits.aggregate(Aggregators.topK(Hit::path, 10, 100_000));
 * Stage<Map<Integer, Long>> statuses = hits.aggregate(Aggregators.countBy(Hit::status, 1_000));
 * Stage<Double> average =
 *     hits.aggregate(
 *         Aggregators.both(
 *             Aggregators.sumLong(Hit::bytes),
 *             Aggregators.count(),
 *             (bytes, count) -> (double) bytes / count));
 * }
 */
public final class Aggregators {

  private Aggregators() {}

  /** The number of elements. */
  public static <T> Aggregator<T, ?, Long> count() {
    return sumLong(element -> 1);
  }

  /**
   * The sum of a whole number of each element. Fails at the end with an {@link ArithmeticException}
   * if it does not fit into a long; sums on the way may.
   */
  public static <T> Aggregator<T, ?, Long> sumLong(CheckedToLongFunction<? super T> value) {
    Objects.requireNonNull(value, "value");
    return new FunctionAggregator<T, LongSum, Long>(
        LongSum::new,
        (sum, element) -> sum.add(value.applyAsLong(element)),
        LongSum::add,
        LongSum::value,
        false,
        true);
  }

  /**
   * The sum of a floating-point number of each element. It is exact and rounded once, at the end,
   * and so the same whatever the order and the number of workers. Infinities and NaN behave as with
   * {@code +}.
   */
  public static <T> Aggregator<T, ?, Double> sumDouble(CheckedToDoubleFunction<? super T> value) {
    Objects.requireNonNull(value, "value");
    return Aggregator.<T, DoubleSum, Double>of(
        DoubleSum::new,
        (sum, element) -> sum.add(value.applyAsDouble(element)),
        DoubleSum::add,
        DoubleSum::value);
  }

  /** The smallest element, of equal ones the first; empty for no elements. */
  public static <T> Aggregator<T, ?, Optional<T>> min(Comparator<? super T> order) {
    Objects.requireNonNull(order, "order");
    return reducing((left, right) -> order.compare(left, right) <= 0 ? left : right);
  }

  /** The largest element, of equal ones the first; empty for no elements. */
  public static <T> Aggregator<T, ?, Optional<T>> max(Comparator<? super T> order) {
    Objects.requireNonNull(order, "order");
    return reducing((left, right) -> order.compare(left, right) >= 0 ? left : right);
  }

  /**
   * The mean of a floating-point number of each element, of a sum that is exact and rounded once;
   * empty for no elements.
   */
  public static <T> Aggregator<T, ?, OptionalDouble> average(
      CheckedToDoubleFunction<? super T> value) {
    Aggregator<T, ?, Double> sum = sumDouble(value);
    Aggregator<T, ?, Long> count = count();
    return both(
        sum,
        count,
        (total, number) ->
            number == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / number));
  }

  /**
   * The number of elements for each key, in a map that iterates over the most frequent keys first,
   * and over equally frequent ones in their natural order if they have one. Fails as soon as there
   * are more than {@code maxKeys} different keys.
   *
   * @param key the key of an element; with {@code equals} and {@code hashCode}, never changed
   * @param maxKeys the most keys, at least 1; about 150 bytes each, and the key itself
   */
  public static <T, K> Aggregator<T, ?, Map<K, Long>> countBy(
      CheckedFunction<? super T, ? extends K> key, int maxKeys) {
    Objects.requireNonNull(key, "key");
    requirePositive("countBy", "maxKeys", maxKeys);
    requireTable("countBy", maxKeys);
    return new CountBy<T, K>(key, maxKeys);
  }

  /**
   * The {@code k} most frequent keys. Counts are exact as long as there are not more than {@code
   * maxKeys} different keys. Beyond that they are approximate ({@link TopK#exact} is then false) in
   * the same memory, with the algorithm Space-Saving (Metwally, Agrawal and El Abbadi, 2005): of n
   * elements, every key that occurs more than n / maxKeys times has a counter, no count is less
   * than the true one, and none is more than n / maxKeys too high. What several workers counted is
   * combined within the same bounds (Agarwal et al., Mergeable Summaries, 2012); approximate
   * results may differ from run to run.
   *
   * @param key the key of an element; with {@code equals} and {@code hashCode}, never changed
   * @param k how many keys are wanted, at least 1
   * @param maxKeys the most keys that are counted, at least {@code k}; about 200 bytes each, and
   *     the key itself
   */
  public static <T, K> Aggregator<T, ?, TopK<K>> topK(
      CheckedFunction<? super T, ? extends K> key, int k, int maxKeys) {
    Objects.requireNonNull(key, "key");
    requirePositive("topK", "k", k);
    if (maxKeys < k) {
      throw new IllegalArgumentException(
          "topK needs maxKeys of at least k, not %d with k = %d".formatted(maxKeys, k));
    }
    requireTable("topK", maxKeys);
    return new TopKeys<T, K>(key, k, maxKeys);
  }

  /**
   * All elements in order, as an unmodifiable list. Fails as soon as there are more than {@code
   * max}.
   */
  public static <T> Aggregator<T, ?, List<T>> toList(int max) {
    requirePositive("toList", "max", max);
    return Aggregator.<T, List<T>, List<T>>ordered(
        ArrayList::new,
        (list, element) -> {
          requireRoom(list.size() + 1L, max);
          list.add(element);
        },
        (left, right) -> {
          requireRoom((long) left.size() + right.size(), max);
          left.addAll(right);
          return left;
        },
        List::copyOf);
  }

  /**
   * What a collector of the JDK makes of the elements. It is used as ordered unless it says that it
   * is unordered. Collectors have no limit of their own: use it for those whose result is small, or
   * whose input is.
   */
  public static <T, A, R> Aggregator<T, A, R> collecting(Collector<? super T, A, R> collector) {
    Objects.requireNonNull(collector, "collector");
    boolean ordered = !collector.characteristics().contains(Collector.Characteristics.UNORDERED);
    return ordered
        ? Aggregator.<T, A, R>ordered(
            collector.supplier()::get,
            collector.accumulator()::accept,
            collector.combiner()::apply,
            collector.finisher()::apply)
        : Aggregator.<T, A, R>of(
            collector.supplier()::get,
            collector.accumulator()::accept,
            collector.combiner()::apply,
            collector.finisher()::apply);
  }

  /** Two results of the same elements, made into one. */
  public static <T, A, B, R> Aggregator<T, ?, R> both(
      Aggregator<? super T, ?, ? extends A> first,
      Aggregator<? super T, ?, ? extends B> second,
      CheckedBiFunction<? super A, ? super B, ? extends R> combiner) {
    Objects.requireNonNull(combiner, "combiner");
    return new Several<T, R>(
        List.of(erased(first), erased(second)), results -> pair(results, combiner));
  }

  /** Several results of the same elements, as a list in the order of the arguments. */
  @SafeVarargs
  public static <T, R> Aggregator<T, ?, List<R>> all(
      Aggregator<? super T, ?, ? extends R>... aggregators) {
    List<Aggregator<T, Object, Object>> parts = new ArrayList<>(aggregators.length);
    for (Aggregator<? super T, ?, ? extends R> aggregator : aggregators) {
      parts.add(erased(aggregator));
    }
    return new Several<T, List<R>>(parts, Aggregators::list);
  }

  static <T> Aggregator<T, ?, Optional<T>> reducing(
      CheckedBiFunction<? super T, ? super T, ? extends T> associative) {
    return new FunctionAggregator<T, Optional<T>, Optional<T>>(
        Optional::empty,
        (left, element) -> combined(left, Optional.of(element), associative),
        (left, right) -> combined(left, right, associative),
        result -> result,
        true,
        false);
  }

  private static <T> Optional<T> combined(
      Optional<T> left,
      Optional<T> right,
      CheckedBiFunction<? super T, ? super T, ? extends T> associative)
      throws Exception {
    if (left.isEmpty()) {
      return right;
    }
    return right.isEmpty() ? left : Optional.of(associative.apply(left.get(), right.get()));
  }

  @SuppressWarnings("unchecked") // accumulators only go back to the aggregator that made them
  private static <T> Aggregator<T, Object, Object> erased(Aggregator<? super T, ?, ?> aggregator) {
    return (Aggregator<T, Object, Object>) Objects.requireNonNull(aggregator, "aggregator");
  }

  @SuppressWarnings("unchecked") // the results of two aggregators, in their order
  private static <A, B, R> R pair(
      List<Object> results, CheckedBiFunction<? super A, ? super B, ? extends R> combiner)
      throws Exception {
    return combiner.apply((A) results.get(0), (B) results.get(1));
  }

  @SuppressWarnings("unchecked") // every aggregator has a result of type R
  private static <R> List<R> list(List<Object> results) {
    return (List<R>) results;
  }

  private static void requireRoom(long size, int max) {
    if (size > max) {
      throw new IllegalStateException(
          "toList met more than its limit of %d elements: raise max if they fit into memory, or write them to a sink"
              .formatted(max));
    }
  }

  private static void requireTable(String aggregator, int maxKeys) {
    if (maxKeys > KeyCounts.MOST_KEYS) {
      throw new IllegalArgumentException(
          "%s needs maxKeys of at most %d, not %d"
              .formatted(aggregator, KeyCounts.MOST_KEYS, maxKeys));
    }
  }

  private static void requirePositive(String aggregator, String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s needs %s of at least 1, not %d".formatted(aggregator, name, value));
    }
  }
}
