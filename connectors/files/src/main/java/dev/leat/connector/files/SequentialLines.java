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

  private final ReadAhead ahead;
  private final LaneIndex index;
  private final LineFormat<T> format;

  /** There is no newline before this in what was read ahead. */
  private int searched;

  /** Whether the buffer begins in the rest of a line that was too long. */
  private boolean skipping;

  private boolean atStart = true;

  SequentialLines(SequentialInput input, LaneIndex index, LineFormat<T> format, int blockSize) {
    ahead = new ReadAhead(input, blockSize);
    this.index = index;
    this.format = format;
  }

  @Override
  public @Nullable Block<T> next() throws IOException {
    while (true) {
      if (searched < ahead.filled()) {
        Block<T> block = cut();
        if (block != null) {
          return block;
        }
      }
      if (ahead.ended()) {
        return ahead.filled() == 0 ? null : wholeLines(ahead.filled());
      }
      ahead.fill(tooMuch());
    }
  }

  @Override
  public void finish() throws IOException {
    ahead.input().close();
  }

  /** A block from what is in the buffer, or null if more is needed. */
  private @Nullable Block<T> cut() throws IOException {
    byte[] buffer = ahead.bytes();
    int filled = ahead.filled();
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
    BlockEntry entry = add(length);
    byte[] bytes = ahead.take(length);
    searched = Math.max(0, searched - length);
    int from = textStart(bytes, length);
    return new LineBlock<>(entry, new LineBytes.Ready(Loaded.whole(bytes, from, length)), format);
  }

  /** The line that fills the buffer, of which only the beginning is kept. */
  private Block<T> tooLong() throws IOException {
    int filled = ahead.filled();
    BlockEntry entry = add(filled);
    int kept = Math.min(filled, Math.max(tooMuch() + 1, LineFormat.HEAD));
    byte[] head = Arrays.copyOf(ahead.bytes(), kept);
    drop(filled);
    skipping = true;
    int from = textStart(head, kept);
    return new LineBlock<>(entry, new LineBytes.Ready(Loaded.whole(head, from, kept)), format);
  }

  private Block<T> empty(int length) throws IOException {
    BlockEntry entry = add(length);
    drop(length);
    Loaded nothing = Loaded.whole(new byte[0], 0, 0);
    return new LineBlock<>(entry, new LineBytes.Ready(nothing), format);
  }

  private void drop(int length) {
    ahead.drop(length);
    searched = Math.max(0, searched - length);
  }

  private BlockEntry add(int length) throws IOException {
    return index.add(ahead.input().file(), length, ahead.input().stored(), true);
  }

  private int textStart(byte[] bytes, int length) {
    boolean bom = atStart && InputFile.startsWithBom(bytes, 0, length);
    atStart = false;
    return bom ? InputFile.BOM_LENGTH : 0;
  }
}
