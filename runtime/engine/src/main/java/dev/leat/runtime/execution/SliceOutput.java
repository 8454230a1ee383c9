package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import org.jspecify.annotations.Nullable;

/**
 * An output of a chain that works for one slice after the other: keeps its chunks with the slice.
 */
final class SliceOutput extends Output {

  private final Port port;
  private final int maxChunks;
  private @Nullable Slice slice;

  SliceOutput(Cursor cursor, PlanSettings settings, Port port) {
    super(cursor, settings.chunkElements(), settings.chunkBytes());
    this.port = port;
    this.maxChunks = settings.sliceChunks();
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
    return current.held() < maxChunks;
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
    return current == null || current.held() < maxChunks;
  }

  @Override
  boolean done() {
    return port.cancelled();
  }
}
