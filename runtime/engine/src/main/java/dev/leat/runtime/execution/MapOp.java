package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import org.jspecify.annotations.Nullable;

/** Replaces each element by another: map and cpu. */
final class MapOp extends Op.Linear {

  private final CheckedFunction<Object, ? extends @Nullable Object> function;
  private final Op behind;
  private long lost;

  MapOp(Cursor cursor, StageRun stage, CheckedFunction<Object, Object> function, Op next) {
    super(cursor, stage, next);
    this.function = function;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    Object result;
    try {
      result = function.apply(element);
    } catch (Throwable t) {
      return lost(element, t);
    }
    if (result == null) {
      return lost(element, nothing());
    }
    return behind.push(result);
  }

  private boolean lost(Object element, Throwable cause) {
    lost++;
    return failed(element, cause);
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(in - lost);
    next.count(in - lost);
    lost = 0;
  }

  @Override
  Object state() {
    return NONE;
  }
}
