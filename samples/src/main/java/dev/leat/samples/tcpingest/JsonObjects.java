package dev.leat.samples.tcpingest;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.bytes.Line;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON that the sample reads and writes. */
final class JsonObjects {

  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private JsonObjects() {}

  /** Whether a line has nothing but spaces. */
  static boolean isBlank(Line line) {
    for (int i = 0; i < line.length(); i++) {
      byte b = line.byteAt(i);
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the line, unchanged, if it is exactly one JSON object in UTF-8.
   *
   * @throws NotAnObjectException if not
   */
  static Line checked(Line line) throws NotAnObjectException {
    if (!line.isUtf8()) {
      throw new NotAnObjectException("not valid UTF-8");
    }
    ObjectCheck.check(line);
    return line;
  }

  /** A record of {@code rejected.ndjson}. */
  static String rejected(DeadLetter letter) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("peer", letter.position().source());
      json.writeNumberProperty("line", letter.position().line());
      json.writeNumberProperty("offset", letter.position().offset());
      json.writeStringProperty("reason", String.valueOf(letter.cause().getMessage()));
      json.writeStringProperty("text", letter.text());
      if (letter.truncated()) {
        json.writeBooleanProperty("truncated", true);
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
