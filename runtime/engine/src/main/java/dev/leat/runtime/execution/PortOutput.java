package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.scheduler.Timers;

/**
 * An output that sends its chunks to the inlets behind a port. They are woken when much was sent,
 * when the task has nothing more to do at the moment, or a little later if neither comes.
 */
final class PortOutput extends Output {

  private static final long LATE_NANOS = 2_000_000;

  private final Port port;
  private final Timers timers;
  private volatile boolean reminded;

  PortOutput(Cursor cursor, PlanSettings settings, Port port, Timers timers) {
    super(cursor, settings.chunkElements(), settings.chunkBytes());
    this.port = port;
    this.timers = timers;
  }

  @Override
  boolean handOver() {
    if (!port.ready()) {
      return false;
    }
    if (port.sendQuietly(take()) && !reminded) {
      reminded = true;
      timers.schedule(LATE_NANOS, this::late);
    }
    return !port.cancelled();
  }

  private void late() {
    reminded = false;
    port.wakeReceivers();
  }

  @Override
  boolean flush() {
    if (isEmpty()) {
      return true;
    }
    handOver();
    return isEmpty();
  }

  @Override
  boolean done() {
    return port.cancelled();
  }
}
