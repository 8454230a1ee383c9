package dev.leat.runtime.execution;

import java.util.List;

/**
 * Pushes each element into several branches. A branch that is done is left out; when all are, the
 * chain is done.
 */
final class TeeOp extends Op {

  private final Cursor cursor;
  private final Op[] branches;
  private final boolean[] closed;

  TeeOp(Cursor cursor, List<Op> branches) {
    this.cursor = cursor;
    this.branches = branches.toArray(new Op[0]);
    this.closed = new boolean[this.branches.length];
  }

  @Override
  boolean push(Object element) {
    boolean more = true;
    boolean wanted = false;
    for (int i = 0; i < branches.length; i++) {
      if (closed[i]) {
        continue;
      }
      if (branches[i].push(element)) {
        wanted = true;
      } else if (cursor.failure != null) {
        return false;
      } else {
        // Also a branch that is done may have kept something that has to leave first.
        closed[i] = branches[i].done();
        more = false;
      }
    }
    return more && wanted;
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
    for (Op branch : branches) {
      branch.count();
    }
  }
}
