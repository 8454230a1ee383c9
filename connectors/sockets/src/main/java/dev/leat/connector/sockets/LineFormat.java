package dev.leat.connector.sockets;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.bytes.LineSplitter;
import dev.leat.pipeline.bytes.Newlines;
import dev.leat.pipeline.bytes.Utf8;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Lines that end with a newline. */
abstract class LineFormat<T> implements Format<T> {

  @Override
  public final String noun() {
    return "line";
  }

  @Override
  public final int complete(byte[] bytes, int scanned, int to, int max) {
    return Newlines.lastIndexOf(bytes, scanned, to) + 1;
  }

  @Override
  public final int endOfSkipped(byte[] bytes, int from, int to) {
    int newline = Newlines.indexOf(bytes, from, to);
    return newline < 0 ? -1 : newline + 1;
  }

  /** A carriage return may belong to the line end. */
  @Override
  public final int overhead() {
    return 1;
  }

  @Override
  public final int extra() {
    return 1;
  }

  @Override
  public final Frames frames(byte[] bytes, int to) {
    LineSplitter lines = new LineSplitter();
    lines.reset(bytes, 0, 0, to);
    return new LineFrames(lines);
  }

  /** Ends the line that begins at an index, unless its reader would see two. */
  private static void end(int from, ByteBuf out) {
    int newline = out.indexOf(from, out.writerIndex(), (byte) '\n');
    if (newline >= 0) {
      throw new IllegalArgumentException(
          "the element holds a newline at byte %d, so whoever reads it would see two lines: replace it, or use Framing.lengthPrefixed()"
              .formatted(newline - from));
    }
    out.writeByte('\n');
  }

  private record LineFrames(LineSplitter lines) implements Frames {

    @Override
    public boolean next() {
      return lines.next();
    }

    @Override
    public int start() {
      return lines.start();
    }

    @Override
    public int end() {
      return lines.end();
    }

    @Override
    public int frame() {
      return lines.start();
    }
  }

  /** As text. */
  static final class Text extends LineFormat<String> {

    @Override
    public String element(byte[] bytes, int from, int to) throws RejectedFrameException {
      int malformed = Utf8.indexOfMalformed(bytes, from, to);
      if (malformed >= 0) {
        throw new RejectedFrameException(
            "the line is not UTF-8: byte 0x%02X at offset %d of the line"
                .formatted(bytes[malformed], malformed - from));
      }
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void encode(String element, ByteBuf out) {
      int from = out.writerIndex();
      out.writeCharSequence(element, StandardCharsets.UTF_8);
      end(from, out);
    }
  }

  /** As bytes. */
  static final class View extends LineFormat<Line> {

    @Override
    public Line element(byte[] bytes, int from, int to) {
      return new Line(bytes, from, to - from);
    }

    @Override
    public void encode(Line element, ByteBuf out) {
      int from = out.writerIndex();
      out.writeBytes(element.toBytes());
      end(from, out);
    }
  }
}
