package dev.leat.connector.sockets;

import dev.leat.pipeline.bytes.LineSplitter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What is an element of a datagram. Stateless. */
abstract class Datagrams<T> {

  /** The datagram as it is. */
  static final Datagrams<byte[]> BYTES = new Whole();

  /** Each of its lines as text. */
  static final Datagrams<String> LINES = new Lines();

  /** Where the elements of a datagram lie. */
  abstract Iterator<Range> ranges(byte[] datagram);

  /**
   * Makes an element.
   *
   * @throws RejectedFrameException if the bytes are none
   */
  abstract T element(byte[] datagram, Range range) throws RejectedFrameException;

  /** A range of bytes. */
  record Range(int from, int to) {}

  private static final class Whole extends Datagrams<byte[]> {

    @Override
    Iterator<Range> ranges(byte[] datagram) {
      return List.of(new Range(0, datagram.length)).iterator();
    }

    @Override
    byte[] element(byte[] datagram, Range range) {
      return datagram;
    }

    @Override
    public String toString() {
      return "datagrams";
    }
  }

  private static final class Lines extends Datagrams<String> {

    private final LineFormat.Text text = new LineFormat.Text();

    @Override
    Iterator<Range> ranges(byte[] datagram) {
      return new LineRanges(datagram);
    }

    @Override
    String element(byte[] datagram, Range range) throws RejectedFrameException {
      return text.element(datagram, range.from(), range.to());
    }

    @Override
    public String toString() {
      return "lines";
    }
  }

  private static final class LineRanges implements Iterator<Range> {

    private final LineSplitter lines = new LineSplitter();
    private final int length;
    private @Nullable Range next;
    private boolean last;

    LineRanges(byte[] datagram) {
      length = datagram.length;
      lines.reset(datagram, 0, 0, length);
      advance();
    }

    private void advance() {
      if (!last && lines.next()) {
        next = new Range(lines.start(), lines.end());
      } else {
        next = last || lines.rest() == length ? null : new Range(lines.rest(), length);
        last = true;
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Range next() {
      Range range = next;
      if (range == null) {
        throw new NoSuchElementException();
      }
      advance();
      return range;
    }
  }
}
