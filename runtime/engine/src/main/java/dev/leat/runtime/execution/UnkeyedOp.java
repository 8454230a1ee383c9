package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedBiFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a result of each element and its key, which ends here. */
final class UnkeyedOp extends Op.Linear {

  private final CheckedBiFunction<Object, Object, ? extends @Nullable Object> result;
  private long lost;

  UnkeyedOp(
      Cursor cursor, StageRun stage, CheckedBiFunction<Object, Object, Object> result, Op next) {
    super(cursor, stage, next);
    this.result = result;
  }

  @Override
  boolean push(Object element) {
    Object key = Objects.requireNonNull(cursor.key, "no key");
    Object made;
    try {
      made = result.apply(key, element);
    } catch (Throwable t) {
      return lost(element, t);
    }
    if (made == null) {
      return lost(element, nothing());
    }
    cursor.key = null;
    boolean more = next.push(made);
    cursor.key = key;
    return more;
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
