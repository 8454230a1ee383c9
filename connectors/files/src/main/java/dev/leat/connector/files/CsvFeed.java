package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands out a file as blocks of whole rows. The rows are found here, one after the other, because
 * all depends on the quotes before; what they hold is found out by whoever reads the block.
 *
 * <p>A block leaves as soon as there is a whole row. A row over the limit leaves as a block of its
 * own; what follows up to its end leaves as empty blocks, so that memory is bounded and positions
 * have no gaps.
 */
final class CsvFeed<T> implements Feed<T> {

  private final ReadAhead ahead;
  private final LaneIndex index;
  private final CsvFormat<T> format;
  private final CsvScanner scanner;

  /** Null until the header was read. */
  private @Nullable CsvColumns<T> columns;

  /** Rows that were found and not handed out. */
  private CsvRows rows = new CsvRows();

  /** Where the row that is looked for begins, and how many lines of the block come before. */
  private int rowStart;

  private int rowLine;

  /** Whether the bytes begin in the rest of a row that was too long. */
  private boolean skipping;

  private boolean atStart = true;

  CsvFeed(SequentialInput input, LaneIndex index, CsvFormat<T> format, int blockSize) {
    ahead = new ReadAhead(input, blockSize);
    this.index = index;
    this.format = format;
    scanner = new CsvScanner(format.dialect());
    columns = format.columnsWithoutHeader();
  }

  @Override
  public @Nullable Block<T> next() throws IOException {
    while (true) {
      if (!atStart || isPastByteOrderMark()) {
        Block<T> block = skipping ? skip() : cut();
        if (block != null) {
          return block;
        }
      }
      if (ahead.ended()) {
        return ahead.filled() == 0 ? null : lastRow();
      }
      ahead.fill(tooMuch());
    }
  }

  @Override
  public void finish() throws IOException {
    ahead.input().close();
  }

  /** Whether enough was read to tell; a byte order mark belongs to no row. */
  private boolean isPastByteOrderMark() {
    if (ahead.filled() < InputFile.BOM_LENGTH && !ahead.ended()) {
      return ahead.filled() > 0 && ahead.bytes()[0] != InputFile.BOM_FIRST && begin(0);
    }
    boolean bom = InputFile.startsWithBom(ahead.bytes(), 0, ahead.filled());
    return begin(bom ? InputFile.BOM_LENGTH : 0);
  }

  private boolean begin(int from) {
    atStart = false;
    rowStart = from;
    scanner.moveTo(from, 0);
    return true;
  }

  /** A block of the rows in what was read, or null if more is needed. */
  private @Nullable Block<T> cut() throws IOException {
    byte[] bytes = ahead.bytes();
    while (scanner.next(bytes, ahead.filled(), ahead.ended())) {
      found(bytes, scanner.end());
      rowStart = scanner.at();
      rowLine = scanner.lines();
    }
    if (rowLine > 0) {
      return block(rowStart, rowLine);
    }
    return ahead.filled() > tooMuch() ? tooLong() : null;
  }

  private void found(byte[] bytes, int end) throws IOException {
    if (end == rowStart) {
      return; // an empty line is no row
    }
    if (columns == null) {
      columns = format.header(ahead.input().file(), bytes, rowStart, end);
    } else {
      rows.add(rowStart, end, rowLine);
    }
  }

  /** A row that has more bytes than this is too long, whatever they are. */
  private int tooMuch() {
    return format.maxRow() + 2 + InputFile.BOM_LENGTH;
  }

  /** The row that fills all that was read, of which nobody keeps more than this. */
  private Block<T> tooLong() throws IOException {
    found(ahead.bytes(), ahead.filled());
    skipping = true;
    return block(ahead.filled(), scanner.lines());
  }

  /** What there is of the rest of a row that was too long, or null if there is nothing. */
  private @Nullable Block<T> skip() throws IOException {
    skipping = !scanner.next(ahead.bytes(), ahead.filled(), ahead.ended());
    return scanner.at() == 0 ? null : block(scanner.at(), scanner.lines());
  }

  private Block<T> lastRow() throws IOException {
    found(ahead.bytes(), ahead.filled());
    return block(ahead.filled(), scanner.lines());
  }

  /** A block of the first bytes, which are rows and empty lines, or nothing of interest. */
  private Block<T> block(int length, int lines) throws IOException {
    SequentialInput input = ahead.input();
    BlockEntry entry = index.add(input.file(), length, input.stored(), true);
    entry.finish(lines);
    CsvRows found = rows;
    rows = new CsvRows();
    scanner.moveTo(scanner.at() - length, scanner.lines() - lines);
    rowStart = 0;
    rowLine = 0;
    if (found.count() == 0) {
      ahead.drop(length);
      return new EmptyBlock<>(entry);
    }
    CsvColumns<T> known = Objects.requireNonNull(columns, "rows come behind the header");
    return new CsvBlock<>(entry, ahead.take(length), found, new CsvElements<>(format, known));
  }
}
