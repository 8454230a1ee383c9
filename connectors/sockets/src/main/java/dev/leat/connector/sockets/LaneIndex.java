package dev.leat.connector.sockets;

import dev.leat.pipeline.Position;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells the number of the frame at a position, which is the offset of a byte. Keeps the pieces that
 * are not delivered, and counts the frames of those that are. Thread-safe by its own lock.
 */
final class LaneIndex {

  private final String peer;
  private final Format<?> format;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long framesBefore;

  LaneIndex(String peer, Format<?> format) {
    this.peer = peer;
    this.format = format;
  }

  synchronized void add(Piece piece) {
    pieces.addLast(piece);
  }

  /** The frames of a piece were counted while it was divided. */
  synchronized void counted(Piece piece, int frames) {
    piece.frames = frames;
  }

  synchronized Position describe(long position) {
    long line = framesBefore + 1;
    for (Piece piece : pieces) {
      if (position < piece.to) {
        return new Position(peer, line + piece.framesBefore(format, position), position);
      }
      line += piece.frames(format);
    }
    return new Position(peer, -1, position);
  }

  /** Everything before a position was delivered. */
  synchronized void acknowledged(long position) {
    for (Piece piece = pieces.peekFirst();
        piece != null && piece.to <= position;
        piece = pieces.peekFirst()) {
      framesBefore += piece.frames(format);
      pieces.removeFirst();
    }
  }
}
