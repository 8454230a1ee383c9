package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedPredicate;
import org.jspecify.annotations.Nullable;

/** Passes elements on until the first that does not fulfil a condition. */
final class TakeWhileOp extends Op.Passing {

  private final CheckedPredicate<Object> predicate;
  private final Op behind;
  private boolean ended;

  /** Whether the next element may follow the last one that was not passed on. */
  private boolean more;

  private long out;

  TakeWhileOp(Cursor cursor, StageRun stage, CheckedPredicate<Object> predicate, Op next) {
    super(cursor, stage, next);
    this.predicate = predicate;
    this.behind = next;
  }

  @Override
  boolean push(Object element) {
    return wanted(element) ? behind.push(element) : more;
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    if (!wanted(element)) {
      return more ? 0 : STOP;
    }
    return behind.pass(element, stride);
  }

  /** Whether it is passed on; if not, {@link #more} says whether to go on. */
  private boolean wanted(Object element) {
    try {
      ended = ended || !predicate.test(element);
    } catch (Throwable t) {
      more = failed(element, t);
      return false;
    }
    if (ended) {
      more = false;
      return false;
    }
    out++;
    return true;
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
