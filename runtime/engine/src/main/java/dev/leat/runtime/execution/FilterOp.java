package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedPredicate;
import org.jspecify.annotations.Nullable;

/** Keeps the elements that fulfil a condition. */
final class FilterOp extends Op.Passing {

  private static final int KEPT = 1;
  private static final int DROPPED = 0;

  /** Dropped, and the next element may not follow at once. */
  private static final int REFUSED = -1;

  private final CheckedPredicate<Object> predicate;
  private final Op behind;
  private final int lane;
  private final long one;
  private long out;

  FilterOp(Cursor cursor, StageRun stage, CheckedPredicate<Object> predicate, Op next) {
    super(cursor, stage, next);
    this.predicate = predicate;
    this.behind = next;
    this.lane = next.lanes();
    this.one = Lane.one(lane);
  }

  @Override
  boolean push(Object element) {
    int kept = test(element);
    if (kept != KEPT) {
      return kept == DROPPED;
    }
    out++;
    return behind.push(element);
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    int kept = test(element);
    if (kept != KEPT) {
      return kept == DROPPED ? 0 : STOP;
    }
    if (one == 0) {
      out++;
    }
    return one + behind.pass(element, stride);
  }

  private int test(Object element) {
    try {
      return predicate.test(element) ? KEPT : DROPPED;
    } catch (Throwable t) {
      return failed(element, t) ? DROPPED : REFUSED;
    }
  }

  @Override
  void counted(long counts) {
    out += Lane.count(counts, lane);
    super.counted(counts);
  }

  @Override
  int lanes() {
    return lane + 1;
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
