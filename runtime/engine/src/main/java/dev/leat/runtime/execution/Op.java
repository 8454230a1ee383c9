package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * An operator of a chain. Elements are pushed through; what an operator cannot pass on at once it
 * keeps and goes on with when it is resumed. An operator is used by one thread at a time.
 */
abstract class Op {

  /** The sign of what {@link #pass} returns if the next element may not follow at once. */
  static final long STOP = Long.MIN_VALUE;

  /** The same and one bit more: the next element may follow, but in another stride. */
  static final long LAST = STOP | 1L << 62;

  /** The most elements that may be passed before what was counted is {@linkplain #counted told}. */
  static final int MOST_PASSED = (1 << Lane.BITS) - 1;

  /**
   * Takes an element. It is always accepted.
   *
   * @return whether the next one may follow at once; if not, the chain is full, done or failed
   */
  abstract boolean push(Object element);

  /**
   * Takes an element of a stride, as {@link #push} does, and stores nothing for it that can be
   * returned or added to what belongs to the stride.
   *
   * @param stride what {@link StrideEnd#begin} of {@link #strideEnd} returned
   * @return what is counted for this element; with {@link #STOP} or {@link #LAST} if the stride
   *     ends with it
   */
  long pass(Object element, @Nullable Object stride) {
    return push(element) ? 0 : STOP;
  }

  /**
   * Learns what was counted.
   *
   * @param counts the sum of what {@link #pass} returned for at most {@link #MOST_PASSED} elements
   */
  void counted(long counts) {}

  /** How many operators, from this one on, count in what {@link #pass} returns. */
  int lanes() {
    return 0;
  }

  /** The operator that takes what is passed behind this one, if it gathers strides. */
  @Nullable StrideEnd strideEnd() {
    return null;
  }

  /** Goes on with what was kept; returns whether nothing is kept any more. */
  abstract boolean resume();

  /**
   * Emits what is held at the end of the stream; called again after a resume until it returns true.
   */
  abstract boolean finish();

  /** Called before elements of another chunk or block come. */
  void prepare() {}

  /** Ends a slice of a parallel segment; called again after a resume until it returns true. */
  boolean finishSlice() {
    return true;
  }

  /** Whether this operator and everything behind it wants no more elements. */
  abstract boolean done();

  /**
   * Adds what was counted since the last call to the figures of the stages.
   *
   * @param in how many elements were pushed since then; whoever pushes knows that, and what is not
   *     counted here need not be stored for each element
   */
  abstract void count(long in);

  /**
   * What another operator that takes its place has to know, when nothing is kept; null if none can.
   */
  @Nullable Object state() {
    return null;
  }

  /** Takes the place of another operator of the same stage, before the first element. */
  void restore(Object state) {}

  /**
   * An operator with one other behind it. Those that have {@linkplain Template classes of their
   * own} keep what they use for each element in fields of their own too: where an operator is a
   * constant (see {@link FixedChain}), the JVM takes the final fields of a hidden class for
   * constants, those of other classes not.
   */
  abstract static class Linear extends Op {

    /** The state of an operator without one. */
    static final Object NONE = "no state";

    final Cursor cursor;
    final Op next;

    /** Changes only when the chain goes over to another job. */
    StageRun stage;

    Linear(Cursor cursor, StageRun stage, Op next) {
      this.cursor = cursor;
      this.stage = stage;
      this.next = next;
    }

    /** Works for a stage of another job from now on. */
    final void bind(StageRun other) {
      stage = other;
    }

    @Override
    boolean resume() {
      return next.resume();
    }

    @Override
    boolean finish() {
      return next.finish();
    }

    @Override
    boolean done() {
      return next.done();
    }

    @Override
    void count(long in) {
      next.count(in);
    }

    final boolean failed(Object element, Throwable cause) {
      return cursor.failed(stage, element, cause);
    }

    static NullPointerException nothing() {
      return new NullPointerException("the function returned null, which is not an element");
    }
  }

  /**
   * An operator that passes on one element at most for each, so that what is {@linkplain #pass
   * passed} to it is passed on.
   */
  abstract static class Passing extends Linear {

    Passing(Cursor cursor, StageRun stage, Op next) {
      super(cursor, stage, next);
    }

    @Override
    abstract long pass(Object element, @Nullable Object stride);

    @Override
    void counted(long counts) {
      next.counted(counts);
    }

    @Override
    int lanes() {
      return next.lanes();
    }

    @Override
    @Nullable StrideEnd strideEnd() {
      return next.strideEnd();
    }
  }
}
