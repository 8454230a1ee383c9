package dev.leat.connector.sockets;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  /** Where frames begin, once somebody has asked for the number of one. */
  private int @Nullable [] starts;

  Piece(byte[] bytes, int length, long from, long to, int frames) {
    this.bytes = bytes;
    this.length = length;
    this.from = from;
    this.to = to;
    this.frames = frames;
  }

  /**
   * The number of frames that begin before an offset. Where they begin is found once: a peer may
   * send nothing but what is rejected, and each rejection asks.
   */
  <T> int framesBefore(Format<T> format, long offset) {
    if (offset <= from) {
      return 0;
    }
    int[] all = starts;
    if (all == null) {
      all = starts(format);
      starts = all;
    }
    int found = Arrays.binarySearch(all, (int) Math.min(offset - from, length));
    return found < 0 ? -found - 1 : found;
  }

  private <T> int[] starts(Format<T> format) {
    Format.Frames all = format.frames(bytes, length);
    int[] found = new int[16];
    int count = 0;
    while (all.next()) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = all.frame();
    }
    return Arrays.copyOf(found, count);
  }

  /** The number of frames, counted when it is first asked for. */
  <T> int frames(Format<T> format) {
    if (frames < 0) {
      frames = framesBefore(format, to);
    }
    return frames;
  }
}
