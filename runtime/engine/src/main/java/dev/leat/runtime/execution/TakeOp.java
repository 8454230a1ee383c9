package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/** Passes on a number of elements and is done. */
final class TakeOp extends Op.Passing {

  private final long count;
  private final Op behind;
  private long taken;
  private long counted;

  TakeOp(Cursor cursor, StageRun stage, long count, Op next) {
    super(cursor, stage, next);
    this.count = count;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    if (taken == count) {
      return false;
    }
    taken++;
    return behind.push(element) && taken < count;
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    if (taken == count) {
      return STOP;
    }
    taken++;
    long counts = behind.pass(element, stride);
    return taken < count ? counts : (counts & Lane.ALL) | STOP;
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
