package dev.leat.connector.files;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import java.io.IOException;

/** A block of whole rows, which are divided into fields by the thread that reads it. */
final class CsvBlock<T> implements Block<T> {

  private final BlockEntry entry;
  private final byte[] bytes;
  private final CsvRows rows;
  private final CsvElements<T> elements;
  private int next;

  CsvBlock(BlockEntry entry, byte[] bytes, CsvRows rows, CsvElements<T> elements) {
    this.entry = entry;
    this.bytes = bytes;
    this.rows = rows;
    this.elements = elements;
  }

  @Override
  public boolean read(Emitter<? super T> out) {
    boolean room = true;
    while (room && next < rows.count()) {
      int row = next++;
      int from = rows.from(row);
      long position = entry.position(from, rows.line(row));
      room = emit(out, from, rows.to(row), position);
    }
    return next == rows.count();
  }

  private boolean emit(Emitter<? super T> out, int from, int to, long position) {
    T element;
    try {
      element = elements.element(bytes, from, to);
    } catch (MalformedException e) {
      entry.malformed(from, Place.inRow(bytes, from, e.at()));
      IOException cause =
          new IOException(
              "'%s': the row at offset %d %s"
                  .formatted(entry.file.name(), entry.fileOffset + from, e.getMessage()),
              e.getCause());
      return out.reject(LineFormat.head(bytes, from, to), position, cause);
    }
    return out.emit(element, position);
  }

  @Override
  public long from() {
    return entry.from();
  }

  @Override
  public long to() {
    return entry.to();
  }

  @Override
  public long weight() {
    return entry.length;
  }
}
