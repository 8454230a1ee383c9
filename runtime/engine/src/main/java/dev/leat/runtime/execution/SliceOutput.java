package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * An output of a chain that works for one slice after the other: keeps its chunks with the slice.
 */
final class SliceOutput extends Output {

  /** So many chunks may be held by a slice before it has to wait for its turn. */
  private static final int MAX_CHUNKS = 4;

  private final Port port;
  private @Nullable Slice slice;

  SliceOutput(Cursor cursor, int limit, int maxBytes, Port port) {
    super(cursor, limit, maxBytes);
    this.port = port;
  }

  void slice(@Nullable Slice current) {
    slice = current;
  }

  @Override
  boolean handOver() {
    Slice current = slice;
    if (current == null) {
      throw new IllegalStateException("output without a slice");
    }
    current.add(port, take());
    return current.held() < MAX_CHUNKS;
  }

  @Override
  boolean flush() {
    if (!isEmpty()) {
      handOver();
    }
    return true;
  }

  @Override
  boolean resume() {
    Slice current = slice;
    return current == null || current.held() < MAX_CHUNKS;
  }

  @Override
  boolean done() {
    return port.cancelled();
  }
}
