package dev.leat.samples.accesslog;

import dev.leat.connector.files.FileLinesOptions;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Position;
import java.io.IOException;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON that the sample writes and reads, each object on one line. */
final class Json {

  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private static final String TOO_LONG =
      "the line is longer than %d bytes".formatted(FileLinesOptions.DEFAULT_MAX_LINE);

  private Json() {}

  /** A record of {@code errors.ndjson}. */
  static String error(ServerError error) {
    return object(json -> {
      json.writeStringProperty("ip", error.ip());
      json.writeStringProperty("path", error.path());
      json.writeNumberProperty("status", error.status());
      text(json, "network", error.network());
      text(json, "owner", error.owner());
    });
  }

  /** A record of {@code failed.ndjson}. */
  static String failed(DeadLetter letter) {
    return object(json -> {
      position(json, letter.position(), false);
      json.writeStringProperty("stage", letter.stage());
      json.writeNumberProperty("attempts", letter.attempts());
      json.writeStringProperty("cause", reason(letter.cause()));
    });
  }

  /** A record of {@code rejected.ndjson}. */
  static String rejected(DeadLetter letter) {
    return object(json -> {
      position(json, letter.position(), true);
      json.writeStringProperty("reason", rejection(letter));
      json.writeStringProperty("text", letter.text());
      if (letter.truncated()) {
        json.writeBooleanProperty("truncated", true);
      }
    });
  }

  /** The content of {@code summary.json}. */
  static String summary(Summary summary) {
    return object(json -> {
      json.writeNumberProperty("lines", summary.lines());
      json.writeNumberProperty("parsed", summary.parsed());
      json.writeNumberProperty("rejected", summary.rejected());
      json.writeNumberProperty("errors", summary.errors());
      json.writeNumberProperty("failed", summary.failed());
      json.writeNumberProperty("bytes", summary.bytes());
      json.writeName("status").writeStartObject();
      summary
          .status()
          .forEach((status, count) -> json.writeNumberProperty(Integer.toString(status), count));
      json.writeEndObject();
      json.writeName("topPaths").writeStartArray();
      summary
          .topPaths()
          .entries()
          .forEach(entry -> {
            json.writeStartObject();
            json.writeStringProperty("path", entry.key());
            json.writeNumberProperty("count", entry.count());
            json.writeEndObject();
          });
      json.writeEndArray();
      json.writeBooleanProperty("topPathsExact", summary.topPaths().exact());
      json.writeNumberProperty("seconds", summary.elapsed().toMillis() / 1_000.0);
    });
  }

  /** The answer of the lookup service. */
  static String network(String network) {
    return object(json -> json.writeStringProperty("network", network));
  }

  /**
   * Reads the answer of the lookup service.
   *
   * @throws IOException if it is not an object with a text {@code network}
   */
  static String readNetwork(byte[] answer) throws IOException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), answer)) {
      String network = null;
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean wanted = parser.currentName().equals("network");
          JsonToken value = parser.nextToken();
          network = wanted && value == JsonToken.VALUE_STRING ? parser.getString() : network;
          parser.skipChildren();
        }
      }
      if (network != null && parser.nextToken() == null) {
        return network;
      }
    } catch (JacksonException e) {
      throw new IOException("the lookup service answered something that is no JSON", e);
    }
    throw new IOException("the lookup service answered no object like {\"network\":\"...\"}");
  }

  /** A line that is no element for the source is too long for it. */
  private static String rejection(DeadLetter letter) {
    return letter.attempts() == 0 ? TOO_LONG : reason(letter.cause());
  }

  /** What went wrong, in words for a user. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (cause instanceof RejectedLineException && message != null) {
      return message;
    }
    if (cause instanceof TimeoutException) {
      return message == null || message.isBlank() ? "timed out" : "timed out: " + message;
    }
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  private static void position(JsonGenerator json, Position position, boolean withOffset) {
    json.writeStringProperty("file", position.source());
    json.writeNumberProperty("line", position.line());
    if (withOffset) {
      json.writeNumberProperty("offset", position.offset());
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  private static String object(Consumer<JsonGenerator> properties) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }
}
