package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;

/** Bytes that are no element, because they are unfinished or too long. */
final class RejectedBlock<T> implements Block<T> {

  private final Piece piece;
  private final RejectedFrameException reason;

  RejectedBlock(Piece piece, RejectedFrameException reason) {
    this.piece = piece;
    this.reason = reason;
  }

  @Override
  public boolean read(Emitter<? super T> out) {
    out.reject(FrameBlock.head(piece.bytes, 0, piece.length), piece.from, reason);
    return true;
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
