package dev.leat.connector.files;

import dev.leat.pipeline.Position;
import java.io.IOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives positions to the elements of a lane and tells them as file, line and offset again.
 *
 * <p>Blocks of a lane are split at the same time by several threads, so nobody knows the number of
 * a line while it is emitted; it is the sum of the lines of all blocks before. Therefore a position
 * says only where a line begins:
 *
 * <pre>
 *   bits 62..12   offset of the line in the lane (uncompressed bytes of all its files)
 *   bits 11..0    number of the line among those that begin in the same page of its block
 * </pre>
 *
 * A page is 4,096 bytes, counted from the beginning of the block. The {@link BlockEntry} of the
 * block remembers how many lines begin before each page, and how many there are when it has been
 * read. An entry is kept until its block was acknowledged. Offsets only grow, so positions do too,
 * and a lane may hold 2 PiB.
 *
 * <p>Thread-safe; everything is guarded by this object's lock.
 */
final class LaneIndex {

  static final int PAGE_BITS = 12;
  private static final long PAGE_MASK = (1L << PAGE_BITS) - 1;
  private static final long MAX_OFFSET = Long.MAX_VALUE >>> PAGE_BITS;

  private final TreeMap<Long, BlockEntry> entries = new TreeMap<>();
  private final long maxOffset;
  private @Nullable InputFile file;
  private boolean fileBegins;
  private long fileOffset;
  private long laneOffset;

  /**
   * What of the inputs, as they are stored, lies before the current file and before the next block.
   */
  private long inputBeforeFile;

  private long inputDone;

  LaneIndex() {
    this(MAX_OFFSET);
  }

  LaneIndex(long maxOffset) {
    this.maxOffset = maxOffset;
  }

  static long position(long laneOffset, int lineInPage) {
    return laneOffset << PAGE_BITS | lineInPage;
  }

  /**
   * The blocks added from now on belong to this file, the first one beginning at an offset in it.
   */
  synchronized void beginFile(InputFile next, int from) {
    if (file != null && file.size() >= 0) {
      inputDone = inputBeforeFile + file.size();
    }
    inputBeforeFile = inputDone;
    file = next;
    fileBegins = true;
    fileOffset = from;
  }

  /**
   * Adds the next block of the file.
   *
   * @param length its uncompressed length
   * @param inputEnd how many bytes of the file, as it is stored, were needed up to its end
   * @param lines whether it consists of lines
   */
  synchronized BlockEntry add(InputFile of, long length, long inputEnd, boolean lines)
      throws IOException {
    if (laneOffset + length > maxOffset) {
      throw new IOException(
          "'%s': more than %d bytes in one lane; use parallelFiles or several jobs"
              .formatted(of.name(), maxOffset));
    }
    long inputTo = inputBeforeFile + inputEnd;
    BlockEntry entry =
        new BlockEntry(
            of, laneOffset, fileOffset, length, new BlockEntry.Stored(inputDone, inputTo), lines);
    entry.linesBefore = fileBegins ? 0 : -1;
    fileBegins = false;
    inputDone = inputTo;
    fileOffset += length;
    laneOffset += length;
    entries.put(entry.laneFrom, entry);
    return entry;
  }

  synchronized Position describe(long position) {
    BlockEntry entry = entryOf(position);
    if (entry == null) {
      return new Position(file == null ? "" : file.name(), -1, -1);
    }
    long within = Math.min((position >>> PAGE_BITS) - entry.laneFrom, entry.length);
    long inBlock = entry.linesBefore(within, (int) (position & PAGE_MASK));
    long before = inBlock < 0 ? -1 : linesBefore(entry);
    long line = before < 0 ? -1 : before + inBlock + 1;
    long offset = entry.fileOffset + within;
    Place place = entry.malformed(within);
    return place == null
        ? new Position(entry.file.name(), line, offset)
        : new Position(
            entry.file.name(),
            line < 0 ? -1 : line + place.lines(),
            offset + place.bytes(),
            place.column());
  }

  /**
   * How much of the inputs, as they are stored, lies before a position; within a compressed block
   * an estimate.
   */
  synchronized long done(long position) {
    BlockEntry entry = entryOf(position);
    return entry == null ? 0 : entry.storedBefore((position >>> PAGE_BITS) - entry.laneFrom);
  }

  /** Forgets the blocks before the one that holds the position. */
  synchronized void acknowledged(long position) {
    BlockEntry entry = entryOf(position);
    if (entry != null && (!entry.hasLines() || linesBefore(entry) >= 0)) {
      entries.headMap(entry.laneFrom, false).clear();
    }
  }

  /** How many blocks are remembered. */
  synchronized int size() {
    return entries.size();
  }

  private @Nullable BlockEntry entryOf(long position) {
    var found = entries.floorEntry(position >>> PAGE_BITS);
    return found == null ? null : found.getValue();
  }

  /**
   * The lines of the file before the block; -1 as long as an earlier block has not been read to its
   * end.
   */
  private long linesBefore(BlockEntry entry) {
    BlockEntry known = entry;
    while (known.linesBefore < 0) {
      var previous = entries.lowerEntry(known.laneFrom);
      if (previous == null || previous.getValue().lines() < 0) {
        return -1;
      }
      known = previous.getValue();
    }
    while (known != entry) {
      BlockEntry next = entries.higherEntry(known.laneFrom).getValue();
      next.linesBefore = known.linesBefore + known.lines();
      known = next;
    }
    return entry.linesBefore;
  }
}
