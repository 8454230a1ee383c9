package dev.leat.runtime.execution;

/** Leaves out the first elements. */
final class SkipOp extends Op.Linear {

  private long left;
  private long out;

  SkipOp(Cursor cursor, StageRun stage, long count, Op next) {
    super(cursor, stage, next);
    this.left = count;
  }

  @Override
  boolean push(Object element) {
    if (left > 0) {
      left--;
      return true;
    }
    out++;
    return next.push(element);
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
    return left;
  }

  @Override
  void restore(Object state) {
    left = (Long) state;
  }
}
