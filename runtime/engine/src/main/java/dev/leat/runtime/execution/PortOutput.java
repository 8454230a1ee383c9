package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;

/**
 * An output that sends its chunks to the inlets behind a port. They are woken when much was sent,
 * or when the task has nothing more to do at the moment.
 */
final class PortOutput extends Output {

  private final Port port;

  PortOutput(Cursor cursor, PlanSettings settings, Port port) {
    super(cursor, settings.chunkElements(), settings.chunkBytes());
    this.port = port;
  }

  @Override
  boolean handOver() {
    if (!port.ready()) {
      return false;
    }
    port.sendQuietly(take());
    return !port.cancelled();
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
