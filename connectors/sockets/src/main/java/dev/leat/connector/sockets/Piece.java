package dev.leat.connector.sockets;

/**
 * Received bytes that were handed out together, as long as their positions may be asked for.
 * Guarded by the lock of its {@link LaneIndex}.
 */
final class Piece {

  final byte[] bytes;
  final int length;

  /** The offset of the first byte in all that was received. */
  final long from;

  final long to;

  /** How many frames it holds, or -1 before they are counted. */
  int frames;

  Piece(byte[] bytes, int length, long from, long to, int frames) {
    this.bytes = bytes;
    this.length = length;
    this.from = from;
    this.to = to;
    this.frames = frames;
  }

  /** The number of frames that begin before an offset within the piece. */
  <T> int framesBefore(Format<T> format, long offset) {
    if (offset <= from) {
      return 0;
    }
    Format.Frames all = format.frames(bytes, length);
    int count = 0;
    while (all.next() && from + all.frame() < offset) {
      count++;
    }
    return count;
  }

  /** The number of frames, counted when it is first asked for. */
  <T> int frames(Format<T> format) {
    if (frames < 0) {
      frames = framesBefore(format, to);
    }
    return frames;
  }
}
