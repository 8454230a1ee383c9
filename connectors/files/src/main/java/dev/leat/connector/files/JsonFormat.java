package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** Lines as what the JSON in them stands for. Thread-safe. */
final class JsonFormat<T> implements LineFormat.ToElement<T> {

  private final ObjectReader reader;

  JsonFormat(ObjectReader reader) {
    this.reader = reader.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  @Override
  public @Nullable T of(byte[] bytes, int from, int length) throws MalformedException {
    int to = from + length;
    if (isBlank(bytes, from, to)) {
      return null;
    }
    boolean plain = isPlain(bytes, from, to);
    String text = plain ? "" : new String(bytes, from, length, StandardCharsets.UTF_8);
    try {
      T element = plain ? reader.readValue(bytes, from, length) : reader.readValue(text);
      if (element == null) {
        throw new MalformedException(from, "is null, which is no element", null);
      }
      return element;
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      int at = plain ? byteOf(place) : bytesOf(text, place);
      throw new MalformedException(Math.min(to, from + at), message(e), e);
    } catch (RuntimeException e) {
      throw new MalformedException(from, "cannot be read as JSON: " + e, e);
    }
  }

  /** Whether the parser can be given the bytes: it would take zeros for another encoding. */
  private static boolean isPlain(byte[] bytes, int from, int to) {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return Utf8.isValid(bytes, from, to);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static int byteOf(@Nullable TokenStreamLocation place) {
    return place == null ? 0 : (int) Math.max(0, place.getByteOffset());
  }

  private static int bytesOf(String text, @Nullable TokenStreamLocation place) {
    long chars = place == null ? 0 : Math.max(0, place.getCharOffset());
    String before = text.substring(0, (int) Math.min(text.length(), chars));
    return before.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String message(JacksonException e) {
    boolean hasPath = e instanceof DatabindException mapping && !mapping.getPath().isEmpty();
    return "cannot be read as JSON: %s%s"
        .formatted(
            e.getOriginalMessage(),
            hasPath ? " (in %s)".formatted(((DatabindException) e).getPathReference()) : "");
  }
}
