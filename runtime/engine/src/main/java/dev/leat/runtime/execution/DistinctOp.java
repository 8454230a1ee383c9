package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.scheduler.Timers;
import org.jspecify.annotations.Nullable;

/** Passes on the first element with each key. */
final class DistinctOp extends Op.Linear {

  private final CheckedFunction<Object, ? extends @Nullable Object> key;
  private final KeyTable<Boolean> seen;
  private long in;
  private long out;

  DistinctOp(Cursor cursor, StageRun stage, Operation.Distinct distinct, Timers timers, Op next) {
    super(cursor, stage, next);
    this.key = distinct.key();
    this.seen = new KeyTable<>(distinct.keys(), timers);
  }

  @Override
  boolean push(Object element) {
    in++;
    try {
      Object current = key.apply(element);
      if (current == null) {
        throw new NullPointerException("the key of an element is null");
      }
      if (seen.get(current) != null) {
        return true;
      }
      seen.put(current, Boolean.TRUE);
    } catch (Throwable t) {
      return failed(element, t);
    }
    out++;
    return next.push(element);
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
