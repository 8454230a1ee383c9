package dev.leat.runtime.execution;

/** Passes every element on and counts it: where streams are joined and where branches begin. */
final class PassOp extends Op.Linear {

  private long in;

  PassOp(Cursor cursor, StageRun stage, Op next) {
    super(cursor, stage, next);
  }

  @Override
  boolean push(Object element) {
    in++;
    return next.push(element);
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
    return NONE;
  }
}
