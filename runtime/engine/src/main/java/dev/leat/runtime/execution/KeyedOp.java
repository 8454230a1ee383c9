package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import org.jspecify.annotations.Nullable;

/** Gives each element its key, which the cursor and the chunks carry to the end of the scope. */
final class KeyedOp extends Op.Linear {

  private final CheckedFunction<Object, ? extends @Nullable Object> key;
  private long lost;

  KeyedOp(Cursor cursor, StageRun stage, CheckedFunction<Object, Object> key, Op next) {
    super(cursor, stage, next);
    this.key = key;
  }

  @Override
  boolean push(Object element) {
    try {
      Object current = key.apply(element);
      if (current == null) {
        throw new NullPointerException("the key of an element is null");
      }
      cursor.key = current;
    } catch (Throwable t) {
      return lost(element, t);
    }
    return next.push(element);
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
