package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Datagrams that were received one after the other. A position is the number of a datagram, shifted
 * by 16 bits to leave room for the place within it.
 */
final class UdpBlock<T> implements Block<T> {

  static final int SHIFT = 16;

  private final Datagrams<T> kind;
  private final List<byte[]> datagrams;
  private final long first;
  private final int max;
  private final long weight;
  private Iterator<Datagrams.Range> ranges = Collections.emptyIterator();
  private int next;

  UdpBlock(Datagrams<T> kind, List<byte[]> datagrams, long first, int max, long weight) {
    this.kind = kind;
    this.datagrams = datagrams;
    this.first = first;
    this.max = max;
    this.weight = weight;
  }

  @Override
  public boolean read(Emitter<? super T> out) {
    while (ranges.hasNext() || next < datagrams.size()) {
      if (!(ranges.hasNext() ? emit(out) : begin(out))) {
        return !ranges.hasNext() && next == datagrams.size();
      }
    }
    return true;
  }

  /** Goes on to the next datagram. */
  private boolean begin(Emitter<? super T> out) {
    byte[] datagram = datagrams.get(next++);
    if (datagram.length > max) {
      return out.reject(
          FrameBlock.head(datagram, 0, max),
          (first + next - 1) << SHIFT,
          new RejectedFrameException(
              "the datagram is longer than %,d bytes, so its end is missing".formatted(max)));
    }
    ranges = kind.ranges(datagram);
    return true;
  }

  private boolean emit(Emitter<? super T> out) {
    byte[] datagram = datagrams.get(next - 1);
    Datagrams.Range range = ranges.next();
    long position = ((first + next - 1) << SHIFT) + range.from();
    try {
      return out.emit(kind.element(datagram, range), position);
    } catch (RejectedFrameException e) {
      return out.reject(FrameBlock.head(datagram, range.from(), range.to()), position, e);
    }
  }

  @Override
  public long from() {
    return first << SHIFT;
  }

  @Override
  public long to() {
    return (first + datagrams.size()) << SHIFT;
  }

  @Override
  public long weight() {
    return weight;
  }
}
