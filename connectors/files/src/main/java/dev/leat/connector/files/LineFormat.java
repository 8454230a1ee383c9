package dev.leat.connector.files;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.bytes.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How lines become elements, and which lines are none.
 *
 * @param toElement makes an element
 * @param maxLine the longest line in bytes, without its line end
 * @param rejectMalformed whether a line that is no UTF-8 is rejected
 */
record LineFormat<T>(ToElement<T> toElement, int maxLine, boolean rejectMalformed) {

  /** Bytes that hold the most characters of a rejected line that anybody asks for. */
  static final int HEAD = 4 * (DeadLetter.MAX_TEXT + 1);

  /** Elements keep the bytes. */
  static final ToElement<Line> VIEW = Line::new;

  static final ToElement<String> TEXT =
      (bytes, from, length) -> new String(bytes, from, length, StandardCharsets.UTF_8);

  /** Whether elements are views of the bytes that they are made of. */
  boolean keepsBytes() {
    return toElement.equals(VIEW);
  }

  /** Makes an element of a range of bytes; only {@link #VIEW} may keep these. */
  @FunctionalInterface
  interface ToElement<T> {

    /** The element, or null if the line means nothing and is left out. */
    @Nullable T of(byte[] bytes, int from, int length) throws MalformedException;
  }

  /** The element that a line is; null if it is left out. */
  @Nullable T element(byte[] bytes, int from, int to) throws MalformedException {
    if (to - from > maxLine) {
      throw new MalformedException(
          from, "is longer than %d bytes; see maxLine".formatted(maxLine), null);
    }
    if (rejectMalformed) {
      requireUtf8(bytes, from, to);
    }
    return toElement.of(bytes, from, to - from);
  }

  static void requireUtf8(byte[] bytes, int from, int to) throws MalformedException {
    int at = Utf8.indexOfMalformed(bytes, from, to);
    if (at >= 0) {
      throw new MalformedException(
          at, "is not UTF-8: malformed byte %d of it".formatted(at - from + 1), null);
    }
  }

  /**
   * The beginning of a rejected line as text: one character more than a dead letter keeps, so that
   * it can be seen that it was cut.
   */
  static String head(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, Math.min(to - from, HEAD), StandardCharsets.UTF_8);
    int most = DeadLetter.MAX_TEXT + 1;
    if (text.length() <= most) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splitsPair ? most + 1 : most);
  }
}
