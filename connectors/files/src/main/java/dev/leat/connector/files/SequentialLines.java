package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Newlines;
import dev.leat.pipeline.connector.Block;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hands out an input that is read from front to back as blocks of whole lines: what follows the
 * last newline is carried into the next block. A block leaves as soon as there is a whole line, so
 * a line that arrives alone leaves alone.
 *
 * <p>A line over the limit leaves as a block of its beginning; what follows up to its newline
 * leaves as empty blocks, so that memory is bounded and positions have no gaps.
 */
final class SequentialLines<T> implements Feed<T> {

  private final SequentialInput input;
  private final LaneIndex index;
  private final LineFormat<T> format;
  private final int blockSize;

  /**
   * Bytes that were read and not handed out: {@code [0, filled)}, with no newline in {@code [0,
   * searched)}.
   */
  private byte[] buffer;

  private int filled;
  private int searched;

  /** Whether the buffer begins in the rest of a line that was too long. */
  private boolean skipping;

  private boolean atStart = true;
  private boolean ended;

  SequentialLines(SequentialInput input, LaneIndex index, LineFormat<T> format, int blockSize) {
    this.input = input;
    this.index = index;
    this.format = format;
    this.blockSize = blockSize;
    buffer = new byte[blockSize];
  }

  @Override
  public @Nullable Block<T> next() throws IOException {
    while (true) {
      if (searched < filled) {
        Block<T> block = cut();
        if (block != null) {
          return block;
        }
      }
      if (ended) {
        return filled == 0 ? null : wholeLines(filled);
      }
      fill();
    }
  }

  @Override
  public void finish() throws IOException {
    input.close();
  }

  private void fill() throws IOException {
    if (filled == buffer.length) {
      long more = Math.min(2L * filled, tooMuch() + 1L);
      buffer = Arrays.copyOf(buffer, (int) Math.max(more, filled + 1L));
    }
    int n = input.read(buffer, filled, buffer.length - filled);
    if (n < 0) {
      ended = true;
    } else {
      filled += n;
    }
  }

  /** A block from what is in the buffer, or null if more is needed. */
  private @Nullable Block<T> cut() throws IOException {
    if (skipping) {
      int newline = Newlines.indexOf(buffer, 0, filled);
      skipping = newline < 0;
      return empty(skipping ? filled : newline + 1);
    }
    int newline = Newlines.lastIndexOf(buffer, searched, filled);
    searched = filled;
    if (newline >= 0) {
      return wholeLines(newline + 1);
    }
    return filled > tooMuch() ? tooLong() : null;
  }

  /**
   * A line that has more bytes than this is too long, whether or not they include a byte order mark
   * and a '\\r'.
   */
  private int tooMuch() {
    return format.maxLine() + 1 + InputFile.BOM_LENGTH;
  }

  private Block<T> wholeLines(int length) throws IOException {
    BlockEntry entry = add(length, true);
    byte[] bytes = take(length);
    int from = textStart(bytes, length);
    return new LineBlock<>(entry, new LineBytes.Ready(Loaded.whole(bytes, from, length)), format);
  }

  /** The line that fills the buffer, of which only the beginning is kept. */
  private Block<T> tooLong() throws IOException {
    BlockEntry entry = add(filled, true);
    int kept = Math.min(filled, Math.max(tooMuch() + 1, LineFormat.HEAD));
    byte[] head = Arrays.copyOf(buffer, kept);
    remove(filled);
    skipping = true;
    int from = textStart(head, kept);
    return new LineBlock<>(entry, new LineBytes.Ready(Loaded.whole(head, from, kept)), format);
  }

  private Block<T> empty(int length) throws IOException {
    BlockEntry entry = add(length, true);
    remove(length);
    Loaded nothing = Loaded.whole(new byte[0], 0, 0);
    return new LineBlock<>(entry, new LineBytes.Ready(nothing), format);
  }

  private BlockEntry add(int length, boolean lines) throws IOException {
    return index.add(input.file(), length, input.stored(), lines);
  }

  /**
   * The first bytes of the buffer in an array that nobody writes to any more; the others move to
   * the front.
   */
  private byte[] take(int length) {
    if (length < buffer.length / 2) {
      byte[] bytes = Arrays.copyOf(buffer, length);
      remove(length);
      return bytes;
    }
    byte[] bytes = buffer;
    int carried = filled - length;
    buffer = new byte[Math.max(blockSize, carried)];
    System.arraycopy(bytes, length, buffer, 0, carried);
    filled = carried;
    searched = Math.min(searched, filled);
    return bytes;
  }

  private void remove(int length) {
    System.arraycopy(buffer, length, buffer, 0, filled - length);
    filled -= length;
    searched = Math.max(0, searched - length);
  }

  private int textStart(byte[] bytes, int length) {
    boolean bom = atStart && InputFile.startsWithBom(bytes, 0, length);
    atStart = false;
    return bom ? InputFile.BOM_LENGTH : 0;
  }
}
