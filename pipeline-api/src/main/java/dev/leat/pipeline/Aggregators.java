package dev.leat.pipeline;

import java.util.Optional;

/** Ready-made {@linkplain Aggregator aggregators}. */
public final class Aggregators {

  private Aggregators() {}

  /** The number of elements. */
  public static <T> Aggregator<T, ?, Long> count() {
    return Aggregator.<T, long[], Long>of(
        () -> new long[1],
        (count, element) -> count[0]++,
        (left, right) -> {
          left[0] += right[0];
          return left;
        },
        count -> count[0]);
  }

  static <T> Aggregator<T, ?, Optional<T>> reducing(
      CheckedBiFunction<? super T, ? super T, ? extends T> associative) {
    return new FunctionAggregator<T, Optional<T>, Optional<T>>(
        Optional::empty,
        (left, element) -> combined(left, Optional.of(element), associative),
        (left, right) -> combined(left, right, associative),
        result -> result,
        true);
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
}
