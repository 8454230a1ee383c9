package dev.leat.pipeline;

import java.util.Objects;

/** An aggregator made of functions. */
record FunctionAggregator<T, A, R>(
    CheckedSupplier<A> creator,
    CheckedBiFunction<? super A, ? super T, ? extends A> adder,
    CheckedBiFunction<? super A, ? super A, ? extends A> combiner,
    CheckedFunction<? super A, ? extends R> finisher,
    boolean ordered,
    boolean scalar)
    implements Aggregator<T, A, R> {

  FunctionAggregator {
    Objects.requireNonNull(creator, "create");
    Objects.requireNonNull(adder, "add");
    Objects.requireNonNull(combiner, "combine");
    Objects.requireNonNull(finisher, "finish");
  }

  @Override
  public A create() throws Exception {
    return creator.get();
  }

  @Override
  public A add(A accumulator, T element) throws Exception {
    return adder.apply(accumulator, element);
  }

  @Override
  public A combine(A left, A right) throws Exception {
    return combiner.apply(left, right);
  }

  @Override
  public R finish(A accumulator) throws Exception {
    return finisher.apply(accumulator);
  }
}
