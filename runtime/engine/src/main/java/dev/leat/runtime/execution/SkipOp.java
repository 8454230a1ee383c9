package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/** Leaves out the first elements. */
final class SkipOp extends Op.Passing {

  private final Op behind;
  private long left;
  private long out;

  SkipOp(Cursor cursor, StageRun stage, long count, Op next) {
    super(cursor, stage, next);
    this.behind = next;
    this.left = count;
  }

  @Override
  boolean push(Object element) {
    if (left > 0) {
      left--;
      return true;
    }
    out++;
    return behind.push(element);
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    if (left > 0) {
      left--;
      return 0;
    }
    out++;
    return behind.pass(element, stride);
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
