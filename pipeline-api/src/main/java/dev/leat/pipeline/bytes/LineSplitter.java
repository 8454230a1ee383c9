package dev.leat.pipeline.bytes;

import java.util.Objects;

/**
 * A cursor over the complete lines of a block of bytes.
 *
 * <p>A line ends with {@code "\n"} or {@code "\r\n"}; the end does not belong to it. A {@code '\r'}
 * anywhere else does. What follows the last newline is not a line yet: it begins at {@link
 * #rest()}, and the caller decides whether it is the last line of its input or is carried into the
 * next block.
 *
 * {@snippet :
 * splitter.reset(block, 0, 0, block.length);
 * while (splitter.next()) {
 *   consumer.accept(new Line(block, splitter.start(), splitter.length()));
 * }
 * int unfinished = block.length - splitter.rest();
 * }
 *
 * <p>For a network: put the unfinished bytes at the beginning of the next buffer, receive behind
 * them, and call {@link #reset} with {@code scanFrom} behind them, so that they are not searched
 * again. The splitter knows no limit on the length of a line; the caller compares the unfinished
 * bytes with its own.
 *
 * <p>One thread at a time. A splitter can be reset as often as one likes and allocates nothing.
 *
 * <p>How it works: 64 bytes are compared at a time, as eight longs (SWAR: the bytes of a long are
 * treated as small parallel lanes), and give a mask with one bit per byte. {@link #next} takes the
 * lowest bit of the mask. So the search is one test for 64 bytes without a newline, and resuming it
 * costs nothing.
 */
public final class LineSplitter {

  private static final int WINDOW = 64;

  /** Brings bits 0, 8, .. 56 of a long together in its top byte, lowest first. */
  private static final long GATHER = 0x0102_0408_1020_4080L;

  private byte[] bytes = {};
  private int limit;
  private int scanned;
  private int window;
  private long newlines;
  private int start;
  private int end;
  private int rest;

  /** Makes a splitter with nothing to split; see {@link #reset}. */
  public LineSplitter() {}

  /**
   * Begins with new bytes.
   *
   * @param from where the first line begins
   * @param scanFrom where to begin to look for newlines; there is none between {@code from} and
   *     here
   * @param to where the bytes end (exclusive)
   * @throws IndexOutOfBoundsException if not {@code 0 <= from <= scanFrom <= to <= bytes.length}
   */
  public void reset(byte[] bytes, int from, int scanFrom, int to) {
    Objects.checkFromToIndex(scanFrom, to, bytes.length);
    Objects.checkFromToIndex(from, scanFrom, bytes.length);
    this.bytes = bytes;
    limit = to;
    scanned = scanFrom;
    newlines = 0;
    start = from;
    end = from;
    rest = from;
  }

  /**
   * Moves to the next complete line; false if there is none, and {@link #rest()} then tells what
   * remains.
   */
  public boolean next() {
    if (newlines == 0 && !advance()) {
      return false;
    }
    int newline = window + Long.numberOfTrailingZeros(newlines);
    newlines &= newlines - 1;
    start = rest;
    rest = newline + 1;
    end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    return true;
  }

  /** Where the current line begins. */
  public int start() {
    return start;
  }

  /** Where the current line ends (exclusive), without its line end. */
  public int end() {
    return end;
  }

  /** The number of bytes of the current line, without its line end. */
  public int length() {
    return end - start;
  }

  /** Where the line after the current one begins; at the end, where the unfinished line begins. */
  public int rest() {
    return rest;
  }

  /** Finds the next window that holds a newline. */
  private boolean advance() {
    byte[] b = bytes;
    int i = scanned;
    for (; i + WINDOW <= limit; i += WINDOW) {
      long m0 = matchAt(b, i);
      long m1 = matchAt(b, i + 8);
      long m2 = matchAt(b, i + 16);
      long m3 = matchAt(b, i + 24);
      long m4 = matchAt(b, i + 32);
      long m5 = matchAt(b, i + 40);
      long m6 = matchAt(b, i + 48);
      long m7 = matchAt(b, i + 56);
      if ((m0 | m1 | m2 | m3 | m4 | m5 | m6 | m7) != 0) {
        window = i;
        scanned = i + WINDOW;
        newlines = gather(m0) | gather(m1) << 8 | gather(m2) << 16 | gather(m3) << 24;
        newlines |= gather(m4) << 32 | gather(m5) << 40 | gather(m6) << 48 | gather(m7) << 56;
        return true;
      }
    }
    return advanceToLimit(i);
  }

  /** The same for the last bytes, fewer than a window. */
  private boolean advanceToLimit(int from) {
    long mask = 0;
    for (int i = from; i < limit; i++) {
      if (bytes[i] == '\n') {
        mask |= 1L << (i - from);
      }
    }
    window = from;
    scanned = limit;
    newlines = mask;
    return mask != 0;
  }

  private static long matchAt(byte[] bytes, int index) {
    return Newlines.match((long) Newlines.LONGS.get(bytes, index));
  }

  private static long gather(long match) {
    return ((match >>> 7) * GATHER) >>> 56;
  }
}
