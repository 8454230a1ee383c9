package dev.leat.runtime.execution;

/** The head of a chain: takes chunks and blocks apart and pushes their elements. */
abstract class Head extends Op.Linear {

  Head(Cursor cursor, StageRun stage, Op next) {
    super(cursor, stage, next);
  }

  /**
   * Pushes elements of a chunk, at most up to the first that is refused.
   *
   * @return the index behind the last element that was pushed
   */
  abstract int push(Chunk chunk, int from, int to);

  /** Takes an element of a block; returns whether the next one may follow at once. */
  abstract boolean emit(Object element, long position);

  /** Takes what a block rejects; returns as {@link #emit}. */
  abstract boolean reject(String text, long position, Exception cause);

  /** Adds what was counted since the last call to the figures of all stages behind it. */
  abstract void count();

  /** How many elements were read from blocks so far, also what was rejected. */
  abstract long read();

  /**
   * Whether an element was the last one that could be taken at the moment, since this was asked
   * last.
   */
  abstract boolean refused();

  /** Why a job fails when a block cannot be read any further. */
  static Failure unreadable(LaneAccount lane, Throwable cause) {
    return () -> lane.unreadable(cause);
  }
}
