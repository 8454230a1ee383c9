package dev.leat.connector.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A regular file of which several threads read ranges through one descriptor. It is opened by the
 * first read and closed when its last user is done.
 *
 * <p>A {@link FileChannel} closes itself when one of its readers is interrupted, under the feet of
 * all others. Here that is harmless: the file is opened again and the interrupt is kept for the
 * caller to see.
 *
 * <p>All fields are guarded by this object's lock, which is not held while reading.
 */
final class SharedFile {

  /** The most buffers that are kept for the blocks to come; the rest is for the collector. */
  private static final int MOST_SPARE = 64;

  private final InputFile file;
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private @Nullable FileChannel channel;
  private int users = 1;
  private boolean closed;

  /** Makes one with its first user: the lane that hands out the ranges. */
  SharedFile(InputFile file) {
    this.file = file;
  }

  InputFile file() {
    return file;
  }

  synchronized void retain() {
    users++;
  }

  /** Ends one use; the last one closes the file. */
  synchronized void release() throws IOException {
    if (--users == 0) {
      close();
    }
  }

  /** Closes the file whoever still uses it. Idempotent. */
  synchronized void close() throws IOException {
    closed = true;
    spare.clear();
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** A buffer of at least {@code length} bytes, which may hold what another block has left. */
  byte[] buffer(int length) {
    byte[] buffer;
    synchronized (this) {
      do {
        buffer = spare.pollLast(); // one that is too small is of the end of a long line
      } while (buffer != null && buffer.length < length);
    }
    return buffer == null ? new byte[length] : buffer;
  }

  /** Takes back a buffer that nobody will look at any more. */
  synchronized void recycle(byte[] buffer) {
    if (!closed && spare.size() < MOST_SPARE) {
      spare.addLast(buffer);
    }
  }

  /** Reads exactly {@code length} bytes of the file from {@code position} on. */
  void read(byte[] target, int at, int length, long position) throws IOException {
    boolean interrupted = false;
    try {
      int done = 0;
      while (done < length) {
        interrupted |= Thread.interrupted();
        FileChannel open = channel();
        try {
          int n = open.read(ByteBuffer.wrap(target, at + done, length - done), position + done);
          if (n < 0) {
            throw file.shrunk(open.size());
          }
          done += n;
        } catch (ClosedChannelException e) {
          forget(open);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized FileChannel channel() throws IOException {
    if (closed) {
      throw new IOException("'%s' was closed while it was read".formatted(file.name()));
    }
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(file.requiredPath(), StandardOpenOption.READ);
      channel = open;
    }
    return open;
  }

  private synchronized void forget(FileChannel broken) {
    if (broken.equals(channel)) {
      channel = null;
    }
  }
}
