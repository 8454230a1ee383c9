package dev.leat.runtime.execution;

/** Passes on a number of elements and is done. */
final class TakeOp extends Op.Linear {

  private final long count;
  private long taken;
  private long counted;

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
    return next.push(element) && taken < count;
  }

  @Override
  boolean done() {
    return taken == count || next.done();
  }

  @Override
  void count(long in) {
    long passed = taken - counted;
    counted = taken;
    stage.in.add(passed);
    stage.out.add(passed);
    next.count(passed);
  }

  @Override
  Object state() {
    return taken;
  }

  @Override
  void restore(Object state) {
    taken = (Long) state;
    counted = taken;
  }
}
