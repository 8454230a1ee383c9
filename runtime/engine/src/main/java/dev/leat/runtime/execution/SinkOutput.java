package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.connector.SinkWriter;
import java.util.Arrays;
import java.util.Collections;

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
    stage.in.add(chunk.size);
    try {
      writer.write(
          Collections.unmodifiableList(Arrays.asList(chunk.elements).subList(0, chunk.size)));
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
    chunk.acks.release();
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
