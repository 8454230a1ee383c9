package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators of one segment, ready to run. Used by one thread at a time.
 *
 * @param cursor what the operators share
 * @param head where elements are pushed in
 * @param split the head, if the segment reads blocks
 * @param outputs all ends of the tree of operators, and the outputs of dead letters
 * @param letters the outputs of dead letters
 * @param timed the operators that wait for a time
 * @param aggregates the operators that end with a slice
 */
record Chain(
    Cursor cursor,
    Op head,
    @Nullable SplitOp split,
    List<Output> outputs,
    List<Output> letters,
    List<TimedOp> timed,
    List<AggregateOp> aggregates) {

  /** Reads from a block; returns whether it is exhausted. A failure stands in the cursor. */
  boolean read(Chunk chunk, Block<Object> block) {
    SplitOp reader = split;
    LaneAccount lane = chunk.lane;
    if (reader == null || lane == null) {
      throw new IllegalStateException("a block arrived at a segment that cannot read it");
    }
    try {
      return block.read(reader);
    } catch (Throwable t) {
      if (cursor.failure == null) {
        cursor.failure = () -> lane.unreadable(t);
      }
      return false;
    }
  }

  /**
   * Whether an element of a block was the last one that could be taken, since this was asked last.
   */
  boolean refused() {
    SplitOp reader = split;
    return reader != null && reader.refused();
  }

  /** How many elements were read from blocks so far. */
  long read() {
    SplitOp reader = split;
    return reader == null ? 0 : reader.read();
  }

  /** Takes what stands in a divided block for something that is no element. */
  boolean fault(DividedBlock.Fault fault) {
    SplitOp reader = split;
    LaneAccount lane = cursor.lane;
    if (reader == null || lane == null) {
      throw new IllegalStateException("a block arrived at a segment that cannot read it");
    }
    return reader.fault(fault, lane);
  }

  boolean resume() {
    boolean clear = true;
    for (Output output : letters) {
      clear &= output.resume();
    }
    return clear && head.resume();
  }

  boolean finish() {
    return head.finish();
  }

  boolean done() {
    return head.done();
  }

  boolean finishSlice() {
    for (AggregateOp aggregate : aggregates) {
      if (!aggregate.finishSlice()) {
        return false;
      }
    }
    return true;
  }

  /** Hands everything over; returns whether nothing is left. */
  boolean flush() {
    boolean clear = true;
    for (Output output : outputs) {
      clear &= output.flush();
    }
    return clear;
  }

  /** Hands over what can be handed over now; returns whether there was anything. */
  boolean flushSome() {
    boolean any = false;
    for (Output output : outputs) {
      any |= !output.isEmpty() && output.flush();
    }
    return any;
  }

  /** Lets go of all timers when the chain is not finished. */
  void disarm() {
    timed.forEach(TimedOp::disarm);
  }

  /** Does one thing whose time has come; returns whether there was one. */
  boolean expire() {
    for (TimedOp op : timed) {
      if (op.expire()) {
        return true;
      }
    }
    return false;
  }
}
