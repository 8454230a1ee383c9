package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedPredicate;

/** Keeps the elements that fulfil a condition. */
final class FilterOp extends Op.Linear {

  private final CheckedPredicate<Object> predicate;
  private final Op behind;
  private long out;

  FilterOp(Cursor cursor, StageRun stage, CheckedPredicate<Object> predicate, Op next) {
    super(cursor, stage, next);
    this.predicate = predicate;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    boolean kept;
    try {
      kept = predicate.test(element);
    } catch (Throwable t) {
      return failed(element, t);
    }
    if (!kept) {
      return true;
    }
    out++;
    return behind.push(element);
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }

  @Override
  Object state() {
    return NONE;
  }
}
