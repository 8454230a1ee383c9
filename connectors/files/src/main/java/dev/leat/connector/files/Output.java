package dev.leat.connector.files;

import java.io.IOException;

/**
 * Where the encoded elements of a sink go. One thread at a time; the order of calls is that of a
 * sink writer.
 */
sealed interface Output permits WholeFile, AppendedFile, Parts {

  /** Writes whole elements. */
  void write(byte[] bytes, int length) throws IOException;

  /** After so many more bytes the output wants to be written to, however small the buffer. */
  default long room() {
    return Long.MAX_VALUE;
  }

  /** Whether the output wants to be written to now, even if there is nothing to write. */
  default boolean isDue() {
    return false;
  }

  /** Whether a reader follows what is written, so that nothing is held back between chunks. */
  default boolean isFollowed() {
    return false;
  }

  /** Makes everything durable. */
  void flush() throws IOException;

  /** Publishes what is not published yet. */
  void commit() throws IOException;

  /** Takes back what is not published. */
  void abort() throws IOException;

  void close() throws IOException;
}
