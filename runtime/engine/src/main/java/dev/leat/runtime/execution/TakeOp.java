package dev.leat.runtime.execution;

/** Passes on a number of elements and is done. */
final class TakeOp extends Op.Linear {

  private final long count;
  private long taken;
  private long in;

  TakeOp(Cursor cursor, StageRun stage, long count, Op next) {
    super(cursor, stage, next);
    this.count = count;
  }

  @Override
  boolean push(Object element) {
    if (taken == count) {
      return false;
    }
    taken++;
    in++;
    return next.push(element) && taken < count;
  }

  @Override
  boolean done() {
    return taken == count || next.done();
  }

  @Override
  void count() {
    stage.in.add(in);
    stage.out.add(in);
    in = 0;
    next.count();
  }

  @Override
  Object state() {
    return taken;
  }

  @Override
  void restore(Object state) {
    taken = (Long) state;
  }
}
