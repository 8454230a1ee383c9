package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.connector.SinkWriter;

/** An output that writes its chunks to a sink, on the thread that pushes, which may block. */
final class SinkOutput extends Output {

  private final Cursor cursor;
  private final StageRun stage;
  private final SinkWriter<Object> writer;

  SinkOutput(Cursor cursor, int limit, int maxBytes, StageRun stage, SinkWriter<Object> writer) {
    super(cursor, limit, maxBytes);
    this.cursor = cursor;
    this.stage = stage;
    this.writer = writer;
  }

  @Override
  boolean handOver() {
    Chunk chunk = take();
    if (!write(chunk)) {
      return false;
    }
    chunk.acks.release();
    return true;
  }

  /** Writes a chunk that somebody else holds, as it is; returns whether more may be pushed. */
  boolean write(Chunk chunk) {
    stage.in.add(chunk.size);
    try {
      writer.write(new ChunkView(chunk));
    } catch (Throwable t) {
      cursor.failure =
          () ->
              new JobException(
                  "stage '%s' (%s) of pipeline '%s' could not write: %s"
                      .formatted(
                          stage.node().name(), stage.node().site(), stage.pipeline(), reason(t)),
                  t);
      return false;
    }
    stage.out.add(chunk.size);
    return true;
  }

  static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
  }

  @Override
  boolean done() {
    return false;
  }
}
