package dev.leat.runtime.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The progress word: eight bytes in a file, which a worker writes before each element: {@code
 * number << 24 | index + 1}, or index 0 between two requests. The kernel keeps what was written
 * however the worker dies, so this process reads it afterwards, with an ordinary read.
 */
final class ProgressFile {

  static final int SIZE = 64;
  private static final int INDEX_BITS = 24;

  private ProgressFile() {}

  /** The word for an element; -1 as index stands for none. */
  static long word(long number, int index) {
    return number << INDEX_BITS | (index + 1);
  }

  static long number(long word) {
    return word >>> INDEX_BITS;
  }

  /** The index of the element, or -1 for none. */
  static int index(long word) {
    return (int) (word & ((1 << INDEX_BITS) - 1)) - 1;
  }

  /** Fills a new file, so that its space is taken; the words are zero. */
  static FileChannel create(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      ByteBuffer zeros = ByteBuffer.allocate(SIZE);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads the word. */
  static long read(FileChannel channel) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (word.hasRemaining()) {
      if (channel.read(word, word.position()) < 0) {
        return 0;
      }
    }
    return word.getLong(0);
  }
}
