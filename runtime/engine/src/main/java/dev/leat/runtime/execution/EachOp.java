package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedConsumer;

/** Does something with each element and passes it on. */
final class EachOp extends Op.Linear {

  private final CheckedConsumer<Object> action;
  private long in;
  private long out;

  EachOp(Cursor cursor, StageRun stage, CheckedConsumer<Object> action, Op next) {
    super(cursor, stage, next);
    this.action = action;
  }

  @Override
  boolean push(Object element) {
    in++;
    try {
      action.accept(element);
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
