package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.Block;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a connection receives into blocks of complete frames, and keeps the unfinished one:
 * never more than the limit of one frame and what was received at once. Belongs to the event loop
 * of the connection.
 */
final class Received<T> {

  private static final byte[] NOTHING = {};

  private final Framing<T> framing;
  private final Format<T> format;
  private final LaneIndex index;
  private final Queue<Block<T>> blocks = new ArrayDeque<>();
  private byte[] bytes = NOTHING;
  private int filled;

  /** The offset of the first of the bytes in all that was received. */
  private long from;

  private boolean skipping;

  Received(Framing<T> framing, LaneIndex index) {
    this.framing = framing;
    this.format = framing.format();
    this.index = index;
  }

  static RejectedFrameException tooLong(Framing<?> framing) {
    return new RejectedFrameException(
        "the %s is longer than %d bytes".formatted(framing.format().noun(), framing.max()));
  }

  @Nullable Block<T> poll() {
    return blocks.poll();
  }

  boolean hasBlocks() {
    return !blocks.isEmpty();
  }

  /** How many blocks wait to be polled. */
  int blocks() {
    return blocks.size();
  }

  /** Whether a frame has begun and is not complete. */
  boolean hasUnfinished() {
    return filled > 0 || skipping;
  }

  /**
   * Takes received bytes.
   *
   * @throws RejectedFrameException if what follows cannot be understood; what came before can still
   *     be polled
   */
  void add(ByteBuf data) throws RejectedFrameException {
    int scanned = filled;
    append(data);
    if (skipping) {
      if (!skip()) {
        return;
      }
      scanned = 0;
    }
    int complete = format.complete(bytes, scanned, filled, framing.max());
    if (complete > 0) {
      cut(complete);
      // What follows must make sense as well.
      format.complete(bytes, filled, filled, framing.max());
    }
    if (filled > (long) framing.max() + format.overhead()) {
      reject(tooLong(framing));
      skipping = true;
    }
  }

  private void append(ByteBuf data) {
    int more = data.readableBytes();
    int needed = filled + more;
    if (needed > bytes.length) {
      // Doubles while a long frame comes in small pieces, and is exact else.
      bytes = Arrays.copyOf(bytes, more < filled ? Math.max(needed, 2 * filled) : needed);
    }
    data.readBytes(bytes, filled, more);
    filled = needed;
  }

  /** Drops the rest of a frame that was too long; returns whether its end was there. */
  private boolean skip() {
    int end = format.endOfSkipped(bytes, 0, filled);
    skipping = end < 0;
    int dropped = end < 0 ? filled : end;
    from += dropped;
    keep(dropped);
    return !skipping;
  }

  /** Hands out the complete frames. */
  private void cut(int complete) {
    Piece piece = new Piece(bytes, complete, from, from + complete, -1);
    index.add(piece);
    blocks.add(new FrameBlock<>(index, piece, framing));
    from += complete;
    keep(complete);
  }

  /** Goes on with other bytes: those there are now are never written to again. */
  private void keep(int begin) {
    bytes = begin == filled ? NOTHING : Arrays.copyOfRange(bytes, begin, filled);
    filled -= begin;
  }

  private void reject(RejectedFrameException reason) {
    Piece piece = new Piece(bytes, filled, from, from + filled, 1);
    index.add(piece);
    blocks.add(new RejectedBlock<>(piece, reason));
    from += filled;
    keep(filled);
  }

  /** Nothing more comes: an unfinished frame is rejected. */
  void end(RejectedFrameException reason) {
    if (filled > 0) {
      reject(reason);
    }
    skipping = false;
  }
}
