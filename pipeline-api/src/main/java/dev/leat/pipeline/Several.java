package dev.leat.pipeline;

import java.util.List;

/**
 * Several aggregators of the same elements at once. The accumulator is an array with one place for
 * each.
 */
record Several<T, R>(
    List<Aggregator<T, Object, Object>> parts, CheckedFunction<List<Object>, ? extends R> finisher)
    implements Aggregator<T, Object[], R> {

  Several {
    parts = List.copyOf(parts);
  }

  @Override
  public Object[] create() throws Exception {
    Object[] accumulators = new Object[parts.size()];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = parts.get(i).create();
    }
    return accumulators;
  }

  @Override
  public Object[] add(Object[] accumulators, T element) throws Exception {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = parts.get(i).add(accumulators[i], element);
    }
    return accumulators;
  }

  @Override
  public Object[] combine(Object[] left, Object[] right) throws Exception {
    for (int i = 0; i < left.length; i++) {
      left[i] = parts.get(i).combine(left[i], right[i]);
    }
    return left;
  }

  @Override
  public R finish(Object[] accumulators) throws Exception {
    Object[] results = new Object[accumulators.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = parts.get(i).finish(accumulators[i]);
    }
    return finisher.apply(List.of(results));
  }

  @Override
  public boolean ordered() {
    return parts.stream().anyMatch(Aggregator::ordered);
  }
}
