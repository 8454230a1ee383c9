package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.scheduler.Timers;

/** What the tests hand over. */
final class Chunks {

  private Chunks() {}

  static Chunk of(int elements) {
    return new Chunk(new Object[elements], new Positions(0, null), elements, 0, null, AckSet.NONE);
  }

  /** An output of no job to a port. */
  @SuppressWarnings("NullAway") // no job stops it
  static PortOutput output(Port port, Timers timers) {
    PlanSettings settings = new PlanSettings(1, 2, 1_024, 16, true, 0);
    return new PortOutput(new Cursor(null), settings, port, timers);
  }

  /** A call of no task, which the tests complete themselves. */
  @SuppressWarnings("NullAway") // the task would be told of the result, which the tests take
  static Call call() {
    return new Call(null, new PendingChunk(of(1)), 0, 0);
  }
}
