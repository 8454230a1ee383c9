package dev.leat.runtime.execution;

/** Passes every element on and counts it: where streams are joined and where branches begin. */
final class PassOp extends Op.Linear {

  PassOp(Cursor cursor, StageRun stage, Op next) {
    super(cursor, stage, next);
  }

  @Override
  boolean push(Object element) {
    return next.push(element);
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(in);
    next.count(in);
  }

  @Override
  Object state() {
    return NONE;
  }
}
