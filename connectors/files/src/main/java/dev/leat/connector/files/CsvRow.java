package dev.leat.connector.files;

import org.jspecify.annotations.Nullable;

/** The fields of a row, and where they stand. */
final class CsvRow {

  private final CsvDialect dialect;
  private final String[] fields;
  private final byte[] bytes;
  private final int from;
  private final int to;

  CsvRow(CsvDialect dialect, String[] fields, byte[] bytes, int from, int to) {
    this.dialect = dialect;
    this.fields = fields;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  String[] fields() {
    return fields;
  }

  /** The error of a field, which is behind the last one if there is no such field. */
  MalformedException malformed(int field, String message, @Nullable Throwable cause) {
    int at = CsvScanner.fieldStart(dialect, bytes, from, to, field);
    return new MalformedException(at, message, cause);
  }
}
