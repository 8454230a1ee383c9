package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;

/**
 * How elements become bytes of a file.
 *
 * @param encoder writes one element
 * @param lines whether each element is a line
 */
record FileEncoding<T>(Encoder<? super T> encoder, boolean lines) {

  static final FileEncoding<CharSequence> TEXT =
      new FileEncoding<>(
          (text, out) -> {
            out.put(text.toString());
            out.newline();
          },
          true);

  static final FileEncoding<Line> LINE =
      new FileEncoding<>(
          (line, out) -> {
            out.put(line);
            out.newline();
          },
          true);

  static final FileEncoding<byte[]> BYTES =
      new FileEncoding<>((bytes, out) -> out.put(bytes), false);

  /** Writes one element into the buffer. */
  @FunctionalInterface
  interface Encoder<T> {
    void encode(T element, OutputBuffer out);
  }
}
