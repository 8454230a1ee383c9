package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators of one segment, ready to run. Used by one thread at a time.
 *
 * @param cursor what the operators share
 * @param head where chunks go in
 * @param emitter where blocks go in
 * @param operators those of the stages and the head, from the ends to the head
 * @param outputs all ends of the tree of operators, and the outputs of dead letters
 * @param letters the outputs of dead letters
 * @param timed the operators that wait for a time
 * @param aggregates the operators that begin with a chunk and may end with a slice
 * @param specialized whether its operators are of classes that belong to its stages
 */
record Chain(
    Cursor cursor,
    Head head,
    BlockEmitter emitter,
    List<Op> operators,
    List<Output> outputs,
    List<Output> letters,
    List<TimedOp> timed,
    List<Op> aggregates,
    boolean specialized) {

  /** Pushes elements of a chunk; returns the index behind the last one that was pushed. */
  int push(Chunk chunk, int from, int to) {
    prepare();
    return head.push(chunk, from, to);
  }

  private void prepare() {
    for (Op aggregate : aggregates) {
      aggregate.prepare();
    }
  }

  /** Reads from a block; returns whether it is exhausted. A failure stands in the cursor. */
  boolean read(LaneAccount lane, Block<Object> block) {
    prepare();
    try {
      return emitter.read(block);
    } catch (Throwable t) {
      if (cursor.failure == null) {
        cursor.failure = Head.unreadable(lane, t);
      }
      return false;
    }
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
    for (Op aggregate : aggregates) {
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

  /**
   * What another chain of the same segment has to know to go on where this one is, which keeps
   * nothing and has handed over everything; null if none can.
   */
  @Nullable List<Object> state() {
    List<Object> states = new ArrayList<>();
    for (Op op : operators) {
      Object state = op.state();
      if (state == null) {
        return null;
      }
      states.add(state);
    }
    return states;
  }

  /** Takes the place of the chain that had this state, before the first element. */
  void restore(List<Object> states) {
    for (int i = 0; i < states.size(); i++) {
      operators.get(i).restore(states.get(i));
    }
  }
}
