package dev.leat.connector.sockets;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.SinkWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What becomes of elements that do not fit into a datagram. It is written, committed and closed
 * with the sink that it belongs to, by the same thread.
 */
final class TooLarge {

  private static final SinkWriter<DeadLetter> NOWHERE = chunk -> {};

  private final ConnectorContext context;
  private final OnError action;
  private final SinkWriter<DeadLetter> letters;
  private long skipped;

  private TooLarge(ConnectorContext context, OnError action, SinkWriter<DeadLetter> letters) {
    this.context = context;
    this.action = action;
    this.letters = letters;
  }

  static TooLarge open(ConnectorContext context, OnError action) throws Exception {
    SinkWriter<DeadLetter> letters =
        switch (action) {
          case OnError.Fail() -> NOWHERE;
          case OnError.Skip() -> NOWHERE;
          case OnError.DeadLetters(var sink) -> sink.open(context);
        };
    return new TooLarge(context, action, letters);
  }

  void take(byte[] bytes, Exception reason) throws Exception {
    switch (action) {
      case OnError.Fail() -> throw reason;
      case OnError.Skip() -> skipped++;
      case OnError.DeadLetters(var unused) -> letters.write(List.of(letter(bytes, reason)));
    }
  }

  private DeadLetter letter(byte[] bytes, Exception reason) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean truncated = text.length() > DeadLetter.MAX_TEXT;
    return new DeadLetter(
        context.pipeline(),
        context.stage(),
        Position.NONE,
        1,
        reason,
        truncated ? text.substring(0, DeadLetter.MAX_TEXT) : text,
        truncated);
  }

  long skipped() {
    return skipped;
  }

  void flush() throws Exception {
    letters.flush();
  }

  void commit() throws Exception {
    letters.commit();
  }

  void abort() {
    letters.abort();
  }

  void close() throws Exception {
    letters.close();
  }
}
