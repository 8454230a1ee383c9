package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Newlines;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes elements as JSON, each on one line. Thread-safe. */
final class JsonEncoder<T> implements FileEncoding.Encoder<T> {

  private final ObjectWriter writer;

  JsonEncoder(JsonMapper mapper) {
    writer = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
  }

  @Override
  public void encode(T element, OutputBuffer out) throws IOException {
    byte[] json = json(element);
    if (Newlines.indexOf(json, 0, json.length) >= 0) {
      throw new IOException(
          "the JSON of a %s has line ends; use a mapper that prints none"
              .formatted(element.getClass().getName()));
    }
    out.put(json);
    out.newline();
  }

  private byte[] json(T element) throws IOException {
    try {
      return writer.writeValueAsBytes(element);
    } catch (JacksonException e) {
      throw new IOException(
          "a %s cannot be written as JSON: %s"
              .formatted(element.getClass().getName(), e.getOriginalMessage()),
          e);
    }
  }
}
