package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedConsumer;
import org.jspecify.annotations.Nullable;

/** Does something with each element and passes it on. */
final class EachOp extends Op.Passing {

  private final CheckedConsumer<Object> action;
  private final Op behind;
  private long lost;

  /** Whether the next element may follow the last one that was lost. */
  private boolean more;

  EachOp(Cursor cursor, StageRun stage, CheckedConsumer<Object> action, Op next) {
    super(cursor, stage, next);
    this.action = action;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    return accept(element) ? behind.push(element) : more;
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    if (!accept(element)) {
      return more ? 0 : STOP;
    }
    return behind.pass(element, stride);
  }

  /** Returns whether it was done; if not, {@link #more} says whether to go on. */
  private boolean accept(Object element) {
    try {
      action.accept(element);
      return true;
    } catch (Throwable t) {
      lost++;
      more = failed(element, t);
      return false;
    }
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
