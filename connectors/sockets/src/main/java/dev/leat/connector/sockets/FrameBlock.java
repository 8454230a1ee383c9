package dev.leat.connector.sockets;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import java.nio.charset.StandardCharsets;

/** Complete frames, which are divided by whoever reads the block. */
final class FrameBlock<T> implements Block<T> {

  private final LaneIndex index;
  private final Piece piece;
  private final Framing<T> framing;
  private final Format.Frames frames;
  private int count;

  FrameBlock(LaneIndex index, Piece piece, Framing<T> framing) {
    this.index = index;
    this.piece = piece;
    this.framing = framing;
    this.frames = framing.format().frames(piece.bytes, piece.length);
  }

  /** The beginning of bytes as text, for a message. */
  static String head(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + 4 * DeadLetter.MAX_TEXT);
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  @Override
  public boolean read(Emitter<? super T> out) {
    while (frames.next()) {
      count++;
      if (!emit(out, frames.start(), frames.end(), piece.from + frames.frame())) {
        return false;
      }
    }
    index.counted(piece, count);
    return true;
  }

  private boolean emit(Emitter<? super T> out, int from, int to, long position) {
    try {
      if (to - from > framing.max()) {
        throw Received.tooLong(framing);
      }
      return out.emit(framing.format().element(piece.bytes, from, to), position);
    } catch (RejectedFrameException e) {
      return out.reject(head(piece.bytes, from, to), position, e);
    }
  }

  @Override
  public long from() {
    return piece.from;
  }

  @Override
  public long to() {
    return piece.to;
  }

  @Override
  public long weight() {
    return piece.length;
  }
}
