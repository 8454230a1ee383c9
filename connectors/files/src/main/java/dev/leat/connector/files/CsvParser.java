package dev.leat.connector.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.nio.charset.StandardCharsets;

/** Divides rows into fields. One thread at a time. */
final class CsvParser {

  private final CsvDialect dialect;
  private final CsvReaderBuilder parser;
  private final StringArrayHandler fields;

  CsvParser(CsvFormat<?> format) {
    dialect = format.dialect();
    parser =
        CsvReader.builder()
            .fieldSeparator(dialect.separator())
            .quoteCharacter(dialect.quote())
            .skipEmptyLines(false)
            .allowUnclosedQuote(false);
    int longest = Math.max(1, format.maxRow());
    fields =
        StringArrayHandler.of(
            limits -> limits.maxFields(longest).maxFieldSize(longest).maxRecordSize(longest));
  }

  /** Divides the row that these bytes are, without its line end. */
  CsvRow row(byte[] bytes, int from, int to) throws MalformedException {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    try {
      return new CsvRow(dialect, parser.ofSingleCsvRecord(fields, text), bytes, from, to);
    } catch (CsvParseException e) {
      throw malformed(e, bytes, from, to);
    }
  }

  private MalformedException malformed(CsvParseException e, byte[] bytes, int from, int to) {
    int at = CsvScanner.malformedQuotes(dialect, bytes, from, to);
    if (at < 0) {
      return new MalformedException(from, "is malformed: " + e.getMessage(), e);
    }
    String message =
        bytes[at] == dialect.quote()
            ? "is malformed: a quote is opened and not closed"
            : "is malformed: a closing quote is not followed by a separator or the end of the row";
    return new MalformedException(at, message, e);
  }
}
