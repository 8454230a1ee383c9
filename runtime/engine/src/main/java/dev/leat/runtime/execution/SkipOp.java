package dev.leat.runtime.execution;

/** Leaves out the first elements. */
final class SkipOp extends Op.Linear {

  private long left;
  private long in;
  private long out;

  SkipOp(Cursor cursor, StageRun stage, long count, Op next) {
    super(cursor, stage, next);
    this.left = count;
  }

  @Override
  boolean push(Object element) {
    in++;
    if (left > 0) {
      left--;
      return true;
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

  @Override
  Object state() {
    return left;
  }

  @Override
  void restore(Object state) {
    left = (Long) state;
  }
}
