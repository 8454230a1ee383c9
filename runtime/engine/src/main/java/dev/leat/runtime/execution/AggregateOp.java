package dev.leat.runtime.execution;

import dev.leat.pipeline.Aggregator;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an aggregate. {@code WHOLE}: elements in, the result out at the end. {@code
 * PARTIAL}, inside a parallel segment: elements in, the accumulator out, at the end of every slice
 * if the order matters, else at the very end. {@code FINAL}: accumulators in, the result out at the
 * end.
 */
final class AggregateOp extends Op.Linear {

  private final Aggregator<Object, Object, Object> aggregator;
  private final boolean combines;
  private final boolean finishes;
  private @Nullable Object accumulator;
  private boolean finished;
  private long in;
  private long out;

  private AggregateOp(
      Cursor cursor,
      StageRun stage,
      Aggregator<Object, Object, Object> aggregator,
      boolean combines,
      boolean finishes,
      Op next) {
    super(cursor, stage, next);
    this.aggregator = aggregator;
    this.combines = combines;
    this.finishes = finishes;
  }

  static AggregateOp whole(
      Cursor cursor, StageRun stage, Aggregator<Object, Object, Object> aggregator, Op next) {
    return new AggregateOp(cursor, stage, aggregator, false, true, next);
  }

  static AggregateOp partial(
      Cursor cursor, StageRun stage, Aggregator<Object, Object, Object> aggregator, Op next) {
    return new AggregateOp(cursor, stage, aggregator, false, false, next);
  }

  static AggregateOp last(
      Cursor cursor, StageRun stage, Aggregator<Object, Object, Object> aggregator, Op next) {
    return new AggregateOp(cursor, stage, aggregator, true, true, next);
  }

  @Override
  boolean push(Object element) {
    try {
      Object current = accumulator == null ? aggregator.create() : accumulator;
      Object changed;
      if (combines) {
        changed = aggregator.combine(current, element);
      } else {
        in++;
        changed = aggregator.add(current, element);
      }
      if (changed == null) {
        throw new NullPointerException("the aggregator returned null, which is no accumulator");
      }
      accumulator = changed;
      return true;
    } catch (Throwable t) {
      return failed(element, t);
    }
  }

  /** The end of a slice: where the order matters, the accumulator leaves with the slice. */
  boolean finishSlice() {
    return !aggregator.ordered() || emitAccumulator();
  }

  private boolean emitAccumulator() {
    Object filled = accumulator;
    accumulator = null;
    return filled == null || next.push(filled);
  }

  @Override
  boolean finish() {
    if (!finishes) {
      return emitAccumulator() && next.finish();
    }
    if (!finished) {
      finished = true;
      cursor.at(null, AckSet.NONE);
      cursor.position = Cursor.NOWHERE;
      Object result;
      try {
        result = aggregator.finish(accumulator == null ? aggregator.create() : accumulator);
      } catch (Throwable t) {
        return failed("the result", t);
      }
      if (result == null) {
        return failed("the result", nothing());
      }
      accumulator = null;
      out++;
      if (!next.push(result)) {
        return false;
      }
    }
    return next.finish();
  }

  @Override
  void count() {
    stage.in.add(in);
    stage.out.add(out);
    in = 0;
    out = 0;
    next.count();
  }
}
