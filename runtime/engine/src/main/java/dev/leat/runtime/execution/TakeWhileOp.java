package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedPredicate;

/** Passes elements on until the first that does not fulfil a condition. */
final class TakeWhileOp extends Op.Linear {

  private final CheckedPredicate<Object> predicate;
  private boolean ended;
  private long out;

  TakeWhileOp(Cursor cursor, StageRun stage, CheckedPredicate<Object> predicate, Op next) {
    super(cursor, stage, next);
    this.predicate = predicate;
  }

  @Override
  boolean push(Object element) {
    if (ended) {
      return false;
    }
    try {
      ended = !predicate.test(element);
    } catch (Throwable t) {
      return failed(element, t);
    }
    if (ended) {
      return false;
    }
    out++;
    return next.push(element);
  }

  @Override
  boolean done() {
    return ended || next.done();
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
    return ended;
  }

  @Override
  void restore(Object state) {
    ended = (Boolean) state;
  }
}
