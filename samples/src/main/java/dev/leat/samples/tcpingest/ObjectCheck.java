package dev.leat.samples.tcpingest;

import dev.leat.pipeline.bytes.Line;
import java.util.BitSet;

/**
 * Checks that a line is exactly one JSON object (RFC 8259), whatever its depth, its size and its
 * numbers: it keeps one bit for each level that is open, and nothing else. That the bytes are UTF-8
 * is not its business.
 */
final class ObjectCheck {

  private static final int NONE = -1;

  private final Line line;
  private final BitSet objects = new BitSet(); // at the depths that are open: object or array
  private int depth;
  private int at;

  private ObjectCheck(Line line) {
    this.line = line;
  }

  /** What may come next. */
  private enum Next {
    NAME_OR_END,
    NAME,
    VALUE_OR_END,
    VALUE,
    COMMA_OR_END
  }

  /**
   * Returns if the line is a JSON object.
   *
   * @throws NotAnObjectException if not; the message says why and where
   */
  static void check(Line line) throws NotAnObjectException {
    ObjectCheck check = new ObjectCheck(line);
    if (check.next() != '{') {
      throw new NotAnObjectException("not a JSON object");
    }
    check.object();
    if (check.next() != NONE) {
      throw new NotAnObjectException("something follows the JSON object");
    }
  }

  private void object() throws NotAnObjectException {
    Next expected = open(true);
    while (depth > 0) {
      int c = next();
      boolean inObject = objects.get(depth);
      expected =
          switch (expected) {
            case NAME_OR_END -> c == '}' ? close() : name(c);
            case NAME -> name(c);
            case VALUE_OR_END -> c == ']' ? close() : value(c);
            case VALUE -> value(c);
            case COMMA_OR_END -> {
              if (c == ',') {
                yield inObject ? Next.NAME : Next.VALUE;
              }
              yield c == (inObject ? '}' : ']')
                  ? close()
                  : fail(inObject ? "',' or '}'" : "',' or ']'");
            }
          };
    }
  }

  private Next open(boolean object) {
    objects.set(++depth, object);
    return object ? Next.NAME_OR_END : Next.VALUE_OR_END;
  }

  private Next close() {
    depth--;
    return Next.COMMA_OR_END;
  }

  private Next name(int c) throws NotAnObjectException {
    if (c != '"') {
      return fail("a name in double quotes");
    }
    string();
    return next() == ':' ? Next.VALUE : fail("':'");
  }

  private Next value(int c) throws NotAnObjectException {
    switch (c) {
      case '{' -> {
        return open(true);
      }
      case '[' -> {
        return open(false);
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number(c);
    }
    return Next.COMMA_OR_END;
  }

  /** The byte at the current place, which then is the next one; -1 at the end. */
  private int read() {
    return at < line.length() ? line.byteAt(at++) & 0xFF : end();
  }

  private int end() {
    at = line.length() + 1; // as if the end had been read, so that places are right
    return NONE;
  }

  /** The same after white space. */
  private int next() {
    int c = read();
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      c = read();
    }
    return c;
  }

  private int peek() {
    return at < line.length() ? line.byteAt(at) & 0xFF : NONE;
  }

  private void string() throws NotAnObjectException {
    int c = readPlain();
    while (c != '"') {
      if (c == '\\') {
        escape();
      } else if (c < ' ') {
        fail("the end of a text, or \\u and its code for a control character");
      }
      c = readPlain();
    }
  }

  /** The first byte of a text that is more than a part of a character. */
  private int readPlain() {
    int i = at;
    int end = line.length();
    while (i < end && isPlain(line.byteAt(i))) {
      i++;
    }
    at = i;
    return read();
  }

  private static boolean isPlain(byte b) {
    return (b & 0xE0) != 0 && b != '"' && b != '\\';
  }

  private void escape() throws NotAnObjectException {
    int c = read();
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(read(), 16) < 0) {
          fail("four hexadecimal digits");
        }
      }
    } else if (c == NONE || "\"\\/bfnrt".indexOf(c) < 0) {
      fail("one of \" \\ / b f n r t u after a backslash");
    }
  }

  private void literal(String text) throws NotAnObjectException {
    for (int i = 1; i < text.length(); i++) {
      if (read() != text.charAt(i)) {
        fail("'" + text + "'");
      }
    }
  }

  private void number(int first) throws NotAnObjectException {
    int c = first == '-' ? read() : first;
    if (!isDigit(c)) {
      fail(first == '-' ? "a digit" : "a value");
    }
    if (c != '0') {
      skipDigits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() throws NotAnObjectException {
    if (!isDigit(read())) {
      fail("a digit");
    }
    skipDigits();
  }

  private void skipDigits() {
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Next fail(String expected) throws NotAnObjectException {
    throw new NotAnObjectException(
        at > line.length()
            ? "malformed JSON: the object does not end"
            : "malformed JSON: byte %d is not %s".formatted(at, expected));
  }
}
