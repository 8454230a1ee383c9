package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import org.jspecify.annotations.Nullable;

/** Replaces each element by another: map and cpu. */
final class MapOp extends Op.Passing {

  private final CheckedFunction<Object, ? extends @Nullable Object> function;
  private final Op behind;
  private long lost;

  /** Whether the next element may follow the last one that was lost. */
  private boolean more;

  MapOp(Cursor cursor, StageRun stage, CheckedFunction<Object, Object> function, Op next) {
    super(cursor, stage, next);
    this.function = function;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    Object result = apply(element);
    return result == null ? more : behind.push(result);
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    Object result = apply(element);
    if (result == null) {
      return more ? 0 : STOP;
    }
    return behind.pass(result, stride);
  }

  /** The result; null if there is none, and then {@link #more} says whether to go on. */
  private @Nullable Object apply(Object element) {
    Object kept = Unboxed.kept(element);
    long bits = Unboxed.bits(element);
    Object result;
    try {
      result = function.apply(element);
    } catch (Throwable t) {
      return lost(Unboxed.element(kept, bits), t);
    }
    return result == null ? lost(Unboxed.element(kept, bits), nothing()) : result;
  }

  private @Nullable Object lost(Object element, Throwable cause) {
    lost++;
    more = failed(element, cause);
    return null;
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
