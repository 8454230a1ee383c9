package dev.leat.pipeline;

import java.io.Serializable;
import java.util.Objects;

/**
 * Reduces a stream to one result. The work is divided: several accumulators are filled side by side
 * and then combined, so {@link #combine} must be associative and a fresh accumulator must be
 * neutral.
 *
 * {@snippet :
 * Aggregator<String, ?, Long> characters =
 *     Aggregator.of(() -> new long[1], (sum, s) -> sum[0] += s.length(),
 *         (a, b) -> { a[0] += b[0]; return a; }, sum -> sum[0]);
 * }
 *
 * <p>An accumulator is used by one thread at a time. It must be bounded by itself: count keys with
 * {@code Aggregators.countBy}, which has a limit, not with a map that grows.
 *
 * @param <T> the type of the elements
 * @param <A> the type of the accumulator, mutable or not
 * @param <R> the type of the result
 */
public interface Aggregator<T, A, R> extends Serializable {

  /** A fresh accumulator. */
  A create() throws Exception;

  /** Adds an element and returns the accumulator to go on with, usually the same. */
  A add(A accumulator, T element) throws Exception;

  /**
   * Combines two accumulators into one; the elements of {@code left} come before those of {@code
   * right}.
   */
  A combine(A left, A right) throws Exception;

  /** Makes the result, once, at the end; not null. */
  R finish(A accumulator) throws Exception;

  /**
   * Whether the result depends on the order of the elements. If it does not, each worker keeps one
   * accumulator to the end, which is faster.
   */
  boolean ordered();

  /**
   * Whether an accumulator is a few numbers: made and combined in nanoseconds, and {@link #add}
   * returns the one it was given. A runtime may then fill a fresh one for each few elements, which
   * the JVM can keep in registers. The results are the same either way.
   */
  default boolean scalar() {
    return false;
  }

  /** An aggregator whose result does not depend on the order of the elements. */
  static <T, A, R> Aggregator<T, A, R> of(
      CheckedSupplier<A> create,
      CheckedBiConsumer<? super A, ? super T> add,
      CheckedBiFunction<? super A, ? super A, ? extends A> combine,
      CheckedFunction<? super A, ? extends R> finish) {
    return new FunctionAggregator<>(create, mutating(add), combine, finish, false, false);
  }

  /** An aggregator whose result depends on the order of the elements. */
  static <T, A, R> Aggregator<T, A, R> ordered(
      CheckedSupplier<A> create,
      CheckedBiConsumer<? super A, ? super T> add,
      CheckedBiFunction<? super A, ? super A, ? extends A> combine,
      CheckedFunction<? super A, ? extends R> finish) {
    return new FunctionAggregator<>(create, mutating(add), combine, finish, true, false);
  }

  private static <A, T> CheckedBiFunction<A, T, A> mutating(
      CheckedBiConsumer<? super A, ? super T> add) {
    Objects.requireNonNull(add, "add");
    return (accumulator, element) -> {
      add.accept(accumulator, element);
      return accumulator;
    };
  }
}
