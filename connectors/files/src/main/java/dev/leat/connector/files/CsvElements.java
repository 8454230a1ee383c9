package dev.leat.connector.files;

/** Makes the rows of one block into elements. One thread at a time. */
final class CsvElements<T> {

  private final CsvFormat<T> format;
  private final CsvColumns<T> columns;
  private final CsvParser parser;

  CsvElements(CsvFormat<T> format, CsvColumns<T> columns) {
    this.format = format;
    this.columns = columns;
    parser = new CsvParser(format);
  }

  /** The element that a row is. */
  T element(byte[] bytes, int from, int to) throws MalformedException {
    if (to - from > format.maxRow()) {
      throw tooLong(bytes, from, to);
    }
    if (format.rejectMalformed()) {
      LineFormat.requireUtf8(bytes, from, to);
    }
    CsvRow row = parser.row(bytes, from, to);
    requireWidth(row);
    return columns.mapping().element(row);
  }

  private MalformedException tooLong(byte[] bytes, int from, int to) {
    String message = "is longer than %d bytes; see maxRow".formatted(format.maxRow());
    int quote = CsvScanner.malformedQuotes(format.dialect(), bytes, from, to);
    return quote < 0
        ? new MalformedException(from, message, null)
        : new MalformedException(quote, message + ", or is a quote not closed here?", null);
  }

  private void requireWidth(CsvRow row) throws MalformedException {
    int found = row.fields().length;
    int wanted = columns.names().size();
    if (found < wanted && !format.columns().mayMiss()) {
      throw row.malformed(
          found,
          "has %d fields, not %d: '%s' is missing; see allowMissingColumns"
              .formatted(found, wanted, columns.names().get(found)),
          null);
    }
    if (found > wanted && !format.columns().mayExceed()) {
      throw row.malformed(
          wanted,
          "has %d fields, but there are only %d columns; see allowExtraColumns"
              .formatted(found, wanted),
          null);
    }
  }
}
