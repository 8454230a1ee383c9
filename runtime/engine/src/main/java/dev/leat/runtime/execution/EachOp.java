package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedConsumer;

/** Does something with each element and passes it on. */
final class EachOp extends Op.Linear {

  private final CheckedConsumer<Object> action;
  private final Op behind;
  private long lost;

  EachOp(Cursor cursor, StageRun stage, CheckedConsumer<Object> action, Op next) {
    super(cursor, stage, next);
    this.action = action;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    try {
      action.accept(element);
    } catch (Throwable t) {
      return lost(element, t);
    }
    return behind.push(element);
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
