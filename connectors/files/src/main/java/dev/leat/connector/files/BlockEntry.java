package dev.leat.connector.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a block to describe the positions of its lines; see {@link LaneIndex}.
 *
 * <p>The thread that reads the block calls {@link #nextLine}, {@link #position} and {@link
 * #finish}. A thread that describes a position got it from that thread, directly or not, and so
 * sees the entries of {@link #pages} that it needs. {@link #linesBefore} is guarded by the lock of
 * the index.
 */
final class BlockEntry {

  private static final int[] NO_LINES = {};

  final InputFile file;
  final long laneFrom;
  final long fileOffset;
  final long length;
  long linesBefore = -1;

  private final Stored stored;

  /**
   * How many lines of the block begin before each of its pages. Filled in when a line begins in the
   * page.
   */
  private final int[] pages;

  /** What is malformed in lines and rows, by the offset at which they begin. */
  private final Map<Long, Place> malformed = new ConcurrentHashMap<>();

  private int count;
  private int firstOfPage;
  private long nextPage;

  /**
   * The lines of the block once it has been read, before that -1. The write in finish pairs with
   * the read in lines.
   */
  private volatile int lines = -1;

  /**
   * Where the block is stored: from and to, in bytes of the inputs of the lane as they are on disk.
   */
  record Stored(long from, long to) {}

  BlockEntry(
      InputFile file,
      long laneFrom,
      long fileOffset,
      long length,
      Stored stored,
      boolean hasLines) {
    this.file = file;
    this.laneFrom = laneFrom;
    this.fileOffset = fileOffset;
    this.length = length;
    this.stored = stored;
    pages = hasLines ? new int[Math.toIntExact(length >>> LaneIndex.PAGE_BITS) + 1] : NO_LINES;
  }

  long from() {
    return LaneIndex.position(laneFrom, 0);
  }

  long to() {
    return LaneIndex.position(laneFrom + length, 0);
  }

  boolean hasLines() {
    return pages.length > 0;
  }

  /** Counts the next line, which begins at an offset of the block, and gives its position. */
  long nextLine(long within) {
    return position(within, count++);
  }

  /**
   * Gives the position of a row that begins at an offset of the block, behind all others so far.
   *
   * @param line how many lines of the block come before
   */
  long position(long within, int line) {
    if (within >= nextPage) {
      int page = (int) (within >>> LaneIndex.PAGE_BITS);
      pages[page] = line;
      firstOfPage = line;
      nextPage = (page + 1L) << LaneIndex.PAGE_BITS;
    }
    return LaneIndex.position(laneFrom + within, line - firstOfPage);
  }

  /** All lines of the block were counted by {@link #nextLine}. */
  void finish() {
    finish(count);
  }

  /** The block has so many lines. */
  void finish(int counted) {
    lines = counted;
  }

  /** Remembers what is malformed in the line or row that begins at an offset of the block. */
  void malformed(long within, Place place) {
    malformed.put(within, place);
  }

  /** What is malformed in the line or row that begins at an offset of the block. */
  @Nullable Place malformed(long within) {
    return malformed.get(within);
  }

  int lines() {
    return lines;
  }

  /**
   * The lines of the block before one that {@link #nextLine} gave a position; -1 if there are no
   * lines.
   */
  long linesBefore(long within, int lineInPage) {
    if (!hasLines()) {
      return -1;
    }
    return within >= length ? lines : pages[(int) (within >>> LaneIndex.PAGE_BITS)] + lineInPage;
  }

  long storedBefore(long within) {
    if (within >= length) {
      return stored.to();
    }
    return stored.from() + (long) ((double) (stored.to() - stored.from()) * within / length);
  }
}
