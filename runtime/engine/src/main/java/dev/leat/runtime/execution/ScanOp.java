package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.Operation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries a state from element to element, one for each lane, and emits it. */
final class ScanOp extends Op.Linear {

  private final Operation.Scan scan;
  private final boolean oneLane;
  private final Map<@Nullable LaneAccount, Object> states = new HashMap<>();
  private int tidyAt = 64;
  private @Nullable LaneAccount lane;
  private @Nullable Object state;
  private long out;

  /**
   * A scan.
   *
   * @param oneLane whether the elements of all lanes share a state
   */
  ScanOp(Cursor cursor, StageRun stage, Operation.Scan scan, boolean oneLane, Op next) {
    super(cursor, stage, next);
    this.oneLane = oneLane;
    this.scan = scan;
  }

  @Override
  boolean push(Object element) {
    Object changed;
    try {
      changed = scan.function().apply(before(), element);
    } catch (Throwable t) {
      return failed(element, t);
    }
    if (changed == null) {
      return failed(element, nothing());
    }
    state = changed;
    out++;
    return next.push(changed);
  }

  private Object before() throws Exception {
    if (!oneLane && cursor.lane != lane) {
      if (state != null) {
        states.put(lane, state);
        tidy();
      }
      lane = cursor.lane;
      state = states.get(lane);
    }
    Object current = state;
    if (current == null) {
      current = scan.initial().get();
      if (current == null) {
        throw new NullPointerException("the initial state is null");
      }
    }
    return current;
  }

  /** Forgets lanes that have come and gone. */
  private void tidy() {
    if (states.size() >= tidyAt) {
      states.keySet().removeIf(known -> known != null && known.over());
      tidyAt = Math.max(64, 2 * states.size());
    }
  }

  @Override
  void count(long in) {
    stage.in.add(in);
    stage.out.add(out);
    next.count(out);
    out = 0;
  }

  /**
   * What a scan remembers.
   *
   * @param states by lane, but for the lane of the last element
   * @param lane that of the last element
   * @param state that of the last element
   */
  private record Memory(
      Map<@Nullable LaneAccount, Object> states,
      @Nullable LaneAccount lane,
      @Nullable Object state) {}

  @Override
  Object state() {
    return new Memory(states, lane, state);
  }

  @Override
  void restore(Object former) {
    Memory memory = (Memory) former;
    states.putAll(memory.states);
    lane = memory.lane;
    state = memory.state;
  }
}
