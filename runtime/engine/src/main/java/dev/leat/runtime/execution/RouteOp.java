package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedPredicate;
import java.util.List;

/**
 * Pushes each element into the first branch whose condition it fulfils, or into the last one. What
 * is for a branch that is done is left out; when all branches are, the chain is done.
 */
final class RouteOp extends Op {

  private final Cursor cursor;
  private final StageRun stage;
  private final List<CheckedPredicate<Object>> conditions;
  private final Op[] branches;
  private final boolean[] closed;
  private long in;
  private long out;

  RouteOp(
      Cursor cursor, StageRun stage, List<CheckedPredicate<Object>> conditions, List<Op> branches) {
    this.cursor = cursor;
    this.stage = stage;
    this.conditions = conditions;
    this.branches = branches.toArray(new Op[0]);
    this.closed = new boolean[this.branches.length];
  }

  @Override
  boolean push(Object element) {
    in++;
    int index = 0;
    try {
      while (index < conditions.size() && !conditions.get(index).test(element)) {
        index++;
      }
    } catch (Throwable t) {
      return cursor.failed(stage, element, t);
    }
    if (closed[index]) {
      return !done();
    }
    out++;
    if (branches[index].push(element)) {
      return true;
    }
    // Also a branch that is done may have kept something that has to leave first.
    closed[index] = cursor.failure == null && branches[index].done();
    return false;
  }

  @Override
  boolean resume() {
    boolean clear = true;
    for (Op branch : branches) {
      clear &= branch.resume();
    }
    return clear;
  }

  @Override
  boolean finish() {
    for (Op branch : branches) {
      if (!branch.finish()) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean done() {
    for (Op branch : branches) {
      if (!branch.done()) {
        return false;
      }
    }
    return true;
  }

  @Override
  void count() {
    stage.in.add(in);
    stage.out.add(out);
    in = 0;
    out = 0;
    for (Op branch : branches) {
      branch.count();
    }
  }
}
