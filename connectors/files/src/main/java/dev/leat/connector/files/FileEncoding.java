package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * How elements become bytes of a file.
 *
 * @param encoders makes what writes the elements of one job
 * @param lines whether each element ends a line
 * @param header what every file begins with; may be empty
 */
record FileEncoding<T>(Supplier<Encoder<? super T>> encoders, boolean lines, String header) {

  static final Encoder<CharSequence> TEXT_LINE =
      (text, out) -> {
        out.put(text.toString());
        out.newline();
      };

  static final FileEncoding<Line> LINE =
      lines((line, out) -> {
        out.put(line);
        out.newline();
      });

  static final FileEncoding<byte[]> BYTES =
      new FileEncoding<>(() -> (bytes, out) -> out.put(bytes), false, "");

  /** Lines that are written by a function without state. */
  static <T> FileEncoding<T> lines(Encoder<? super T> encoder) {
    return new FileEncoding<>(() -> encoder, true, "");
  }

  byte[] headerBytes() {
    return header.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes one element into the buffer. One thread at a time. */
  @FunctionalInterface
  interface Encoder<T> {

    /**
     * Writes it.
     *
     * @throws IOException if the element cannot be written; the message says why
     */
    void encode(T element, OutputBuffer out) throws IOException;
  }
}
