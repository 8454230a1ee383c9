package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import org.jspecify.annotations.Nullable;

/** Replaces each element by another: map and cpu. */
final class MapOp extends Op.Linear {

  private final CheckedFunction<Object, ? extends @Nullable Object> function;
  private long in;
  private long out;

  MapOp(Cursor cursor, StageRun stage, CheckedFunction<Object, Object> function, Op next) {
    super(cursor, stage, next);
    this.function = function;
  }

  @Override
  boolean push(Object element) {
    in++;
    Object result;
    try {
      result = function.apply(element);
    } catch (Throwable t) {
      return failed(element, t);
    }
    if (result == null) {
      return failed(element, nothing());
    }
    out++;
    return next.push(result);
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
