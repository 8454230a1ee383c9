package dev.leat.runtime.execution;

import java.util.List;

/** An operator with several branches behind it. A branch that is done gets no more elements. */
abstract class ForkOp extends Op {

  final Cursor cursor;
  private final Op[] branches;
  private final boolean[] closed;
  private final long[] pushed;

  ForkOp(Cursor cursor, List<Op> branches) {
    this.cursor = cursor;
    this.branches = branches.toArray(new Op[0]);
    this.closed = new boolean[this.branches.length];
    this.pushed = new long[this.branches.length];
  }

  final int size() {
    return branches.length;
  }

  /** Whether a branch is done. */
  final boolean isClosed(int branch) {
    return closed[branch];
  }

  /** Pushes an element into a branch that is not done; returns as {@link #push}. */
  final boolean push(int branch, Object element) {
    pushed[branch]++;
    if (branches[branch].push(element)) {
      return true;
    }
    // Also a branch that is done may have kept something that has to leave first.
    closed[branch] = cursor.failure == null && branches[branch].done();
    return false;
  }

  @Override
  final boolean resume() {
    boolean clear = true;
    for (Op branch : branches) {
      clear &= branch.resume();
    }
    return clear;
  }

  @Override
  final boolean finish() {
    for (Op branch : branches) {
      if (!branch.finish()) {
        return false;
      }
    }
    return true;
  }

  @Override
  final boolean done() {
    for (Op branch : branches) {
      if (!branch.done()) {
        return false;
      }
    }
    return true;
  }

  @Override
  void count(long in) {
    for (int i = 0; i < branches.length; i++) {
      branches[i].count(pushed[i]);
      pushed[i] = 0;
    }
  }

  @Override
  final Object state() {
    return Linear.NONE;
  }

  @Override
  final void restore(Object state) {
    for (int i = 0; i < branches.length; i++) {
      closed[i] = branches[i].done();
    }
  }
}
