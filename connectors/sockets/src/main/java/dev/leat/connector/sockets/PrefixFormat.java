package dev.leat.connector.sockets;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Frames behind a length of four bytes. */
final class PrefixFormat implements Format<byte[]> {

  private static final int PREFIX = Integer.BYTES;

  @Override
  public String noun() {
    return "frame";
  }

  private static int length(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  @Override
  public int complete(byte[] bytes, int scanned, int to, int max) throws RejectedFrameException {
    int at = 0;
    while (to - at >= PREFIX) {
      int length = length(bytes, at);
      boolean nonsense = length < 0 || length > max;
      if (nonsense && at > 0) {
        return at;
      }
      if (nonsense) {
        throw new RejectedFrameException(
            "a frame of %,d bytes was announced, but %,d are the most"
                .formatted(Integer.toUnsignedLong(length), max));
      }
      if (to - at - PREFIX < length) {
        return at;
      }
      at += PREFIX + length;
    }
    return at;
  }

  @Override
  public int endOfSkipped(byte[] bytes, int from, int to) {
    return -1;
  }

  @Override
  public int overhead() {
    return PREFIX;
  }

  @Override
  public int extra() {
    return PREFIX;
  }

  @Override
  public Frames frames(byte[] bytes, int to) {
    return new PrefixFrames(bytes, to);
  }

  @Override
  public byte[] element(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  @Override
  public void encode(byte[] element, ByteBuf out) {
    out.writeInt(element.length);
    out.writeBytes(element);
  }

  private static final class PrefixFrames implements Frames {

    private final byte[] bytes;
    private final int to;
    private int frame;
    private int end;

    PrefixFrames(byte[] bytes, int to) {
      this.bytes = bytes;
      this.to = to;
    }

    @Override
    public boolean next() {
      if (end >= to) {
        return false;
      }
      frame = end;
      end = frame + PREFIX + length(bytes, frame);
      return true;
    }

    @Override
    public int start() {
      return frame + PREFIX;
    }

    @Override
    public int end() {
      return end;
    }

    @Override
    public int frame() {
      return frame;
    }
  }
}
