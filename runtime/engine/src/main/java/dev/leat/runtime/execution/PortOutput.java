package dev.leat.runtime.execution;

/** An output that sends its chunks to the inlets behind a port. */
final class PortOutput extends Output {

  private final Port port;

  PortOutput(Cursor cursor, int limit, int maxBytes, Port port) {
    super(cursor, limit, maxBytes);
    this.port = port;
  }

  @Override
  boolean handOver() {
    if (!port.ready()) {
      return false;
    }
    port.send(take());
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
