package dev.leat.connector.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of an input as they are stored, from front to back. A read returns what is there and
 * waits only if nothing is; an interrupt ends it. One thread.
 */
final class RawInput extends InputStream {

  private final FileChannel channel;
  private final long limit;
  private final byte[] head = new byte[Compression.MAGIC_LENGTH];
  private int headRead;
  private int headFilled;
  private boolean headEnds;
  private long count;

  /**
   * Reads from a channel, which it then owns.
   *
   * @param limit the most bytes to read; -1 for all there are
   */
  RawInput(FileChannel channel, long limit) {
    this.channel = channel;
    this.limit = limit < 0 ? Long.MAX_VALUE : limit;
  }

  /**
   * Looks at the first bytes without consuming them, and waits no longer than needed to tell the
   * compression.
   */
  Compression peekCompression() throws IOException {
    Compression found = Compression.AUTO;
    while (found == Compression.AUTO && !headEnds) {
      int n = readChannel(head, headFilled, head.length - headFilled);
      headEnds = n < 0;
      headFilled += Math.max(n, 0);
      found = Compression.detect(head, headFilled);
    }
    return found == Compression.AUTO ? Compression.NONE : found;
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    if (headRead < headFilled) {
      int n = Math.min(length, headFilled - headRead);
      System.arraycopy(head, headRead, target, at, n);
      headRead += n;
      return n;
    }
    return headEnds ? -1 : readChannel(target, at, length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private int readChannel(byte[] target, int at, int length) throws IOException {
    int wanted = (int) Math.min(length, limit - count);
    if (wanted == 0 && length > 0) {
      return -1;
    }
    int n = channel.read(ByteBuffer.wrap(target, at, wanted));
    count += Math.max(n, 0);
    return n;
  }
}
