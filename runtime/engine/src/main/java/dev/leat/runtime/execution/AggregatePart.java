package dev.leat.runtime.execution;

import dev.leat.pipeline.Aggregator;

/**
 * Which part of an aggregate an operator does.
 *
 * @param aggregator what is done
 * @param combines whether accumulators come in, not elements
 * @param finishes whether the result goes out at the end, not the accumulator
 */
record AggregatePart(
    Aggregator<Object, Object, Object> aggregator, boolean combines, boolean finishes) {

  /** Elements in, the result out at the end. */
  static AggregatePart whole(Aggregator<Object, Object, Object> aggregator) {
    return new AggregatePart(aggregator, false, true);
  }

  /**
   * Inside a parallel segment: elements in, the accumulator out, at the end of every slice if the
   * order matters, else at the very end.
   */
  static AggregatePart partial(Aggregator<Object, Object, Object> aggregator) {
    return new AggregatePart(aggregator, false, false);
  }

  /** Accumulators in, the result out at the end. */
  static AggregatePart last(Aggregator<Object, Object, Object> aggregator) {
    return new AggregatePart(aggregator, true, true);
  }
}
