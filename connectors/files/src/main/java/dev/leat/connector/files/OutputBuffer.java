package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects encoded elements until they are written. Grows when a single element needs it. One
 * thread at a time.
 */
final class OutputBuffer {

  static final int SIZE = 64 << 10;

  private byte[] bytes = new byte[2 * SIZE];
  private int filled;

  /** Appends text as UTF-8; an unpaired surrogate becomes a question mark. */
  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8)); // for ASCII the JDK copies, many bytes at a time
  }

  void put(Line line) {
    reserve(line.length());
    line.copyTo(bytes, filled);
    filled += line.length();
  }

  void put(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, filled, more.length);
    filled += more.length;
  }

  void newline() {
    reserve(1);
    bytes[filled++] = '\n';
  }

  int filled() {
    return filled;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Forgets everything, also the room that a large element has needed. */
  void clear() {
    filled = 0;
    if (bytes.length > 16 * SIZE) {
      bytes = new byte[2 * SIZE];
    }
  }

  private void reserve(int more) {
    if (bytes.length - filled < more) {
      int needed = Math.addExact(filled, more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * needed));
    }
  }
}
