package dev.leat.connector.files;

import java.io.IOException;
import java.util.Arrays;

/**
 * Bytes of an input that were read and not handed out: what is cut into blocks, and what is carried
 * into the next one. Used by the thread of the lane.
 */
final class ReadAhead {

  private final SequentialInput input;
  private final int blockSize;
  private byte[] bytes;
  private int filled;
  private boolean ended;

  ReadAhead(SequentialInput input, int blockSize) {
    this.input = input;
    this.blockSize = blockSize;
    bytes = new byte[blockSize];
  }

  SequentialInput input() {
    return input;
  }

  /** The bytes up to {@link #filled()}; others than before after every call that changes them. */
  byte[] bytes() {
    return bytes;
  }

  int filled() {
    return filled;
  }

  /** Whether there is nothing more to read. */
  boolean ended() {
    return ended;
  }

  /**
   * Reads what is there, at least one byte.
   *
   * @param most more bytes than this are not needed in one piece
   */
  void fill(int most) throws IOException {
    if (filled == bytes.length) {
      long more = Math.min(2L * filled, most + 1L);
      bytes = Arrays.copyOf(bytes, (int) Math.max(more, filled + 1L));
    }
    int n = input.read(bytes, filled, bytes.length - filled);
    if (n < 0) {
      ended = true;
    } else {
      filled += n;
    }
  }

  /**
   * Takes the first bytes in an array that nobody writes to any more; the others move to the front.
   */
  byte[] take(int length) {
    if (length < bytes.length / 2) {
      byte[] taken = Arrays.copyOf(bytes, length);
      drop(length);
      return taken;
    }
    byte[] taken = bytes;
    int carried = filled - length;
    bytes = new byte[Math.max(blockSize, carried)];
    System.arraycopy(taken, length, bytes, 0, carried);
    filled = carried;
    return taken;
  }

  /** Drops the first bytes; the others move to the front. */
  void drop(int length) {
    System.arraycopy(bytes, length, bytes, 0, filled - length);
    filled -= length;
  }
}
