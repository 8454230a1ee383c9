package dev.leat.runtime.worker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives frames over a socket. One thread may read while another one writes; both may
 * block, until the channel is closed.
 */
final class FrameChannel {

  private static final int USUAL = 1 << 16;
  private static final int KEPT = 1 << 22;

  private final SocketChannel socket;
  private ByteBuffer in = ByteBuffer.allocate(USUAL).order(ByteOrder.LITTLE_ENDIAN).flip();
  private final ByteReader body = new ByteReader(in.array(), 0, 0);
  private int largest = USUAL;

  FrameChannel(SocketChannel socket) {
    this.socket = socket;
  }

  /** No frame that is received may be larger. */
  void largest(int bytes) {
    largest = Math.min(bytes, Frame.MOST_BYTES);
  }

  /** Reads the head of the next frame, or returns null at the end of the stream. */
  @Nullable Frame read() throws IOException {
    if (!fill(Frame.HEAD)) {
      return null;
    }
    int length = in.getInt();
    long number = in.getLong();
    int count = in.getInt();
    int kind = in.getInt();
    long work = in.getLong();
    long codec = in.getLong();
    int rest = length - (Frame.HEAD - Integer.BYTES);
    if (rest < 0 || rest > largest) {
      throw new ProtocolException(
          "a frame of %s bytes is impossible: at most %,d are"
              .formatted(Integer.toUnsignedString(length), largest));
    }
    if (!fill(rest)) {
      throw new EOFException("the stream ended within a frame");
    }
    body.reset(in.array(), in.position(), in.position() + rest);
    in.position(in.position() + rest);
    return new Frame(number, count, kind, work, codec);
  }

  /** The body of the frame that was read last. */
  ByteReader body() {
    return body;
  }

  /** Returns whether so many bytes are there; false only at the end between two frames. */
  private boolean fill(int bytes) throws IOException {
    if (in.remaining() >= bytes) {
      return true;
    }
    boolean fits = bytes <= in.capacity() && (in.capacity() <= KEPT || bytes > KEPT);
    if (fits) {
      in.compact();
    } else {
      enlarge(Math.max(in.remaining(), Math.clamp(bytes + (bytes >> 2), USUAL, KEPT)));
    }
    boolean begun = in.position() > 0;
    while (in.position() < bytes) {
      if (!in.hasRemaining()) {
        // Grows with what has come, so that a length which lies takes no memory.
        in.flip();
        enlarge((int) Math.min(bytes, 2L * in.capacity()));
      }
      if (socket.read(in) < 0) {
        in.flip();
        if (begun || in.hasRemaining()) {
          throw new EOFException("the stream ended within a frame");
        }
        return false;
      }
    }
    in.flip();
    return true;
  }

  /** Moves what is there into a buffer of another size, behind which more can be put. */
  private void enlarge(int bytes) {
    ByteBuffer larger = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    in = larger.put(in);
  }

  /** Sends everything in {@code out}. */
  void write(ByteWriter out) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(out.array(), 0, out.size());
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  void close() throws IOException {
    socket.close();
  }
}
