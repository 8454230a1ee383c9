package dev.leat.connector.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes elements as rows. One thread at a time. */
final class CsvEncoder<T> implements FileEncoding.Encoder<T> {

  private final CsvRowMaker<? super T> rows;
  private final StringWriter text = new StringWriter();
  private final CsvWriter writer;

  /**
   * Makes an encoder.
   *
   * @param columns how many fields a row has
   */
  CsvEncoder(CsvDialect dialect, int columns, CsvRowMaker<? super T> rows) {
    this.rows = rows;
    writer =
        CsvWriter.builder()
            .fieldSeparator(dialect.separator())
            .quoteCharacter(dialect.quote())
            // a single empty field without quotes would be an empty line, which is no row
            .quoteStrategy(columns == 1 ? QuoteStrategies.EMPTY : QuoteStrategies.REQUIRED)
            .lineDelimiter(LineDelimiter.LF)
            .build(text);
  }

  @Override
  public void encode(T element, OutputBuffer out) throws IOException {
    out.put(row(rows.fields(element)));
  }

  /** The fields as a row with its line end. */
  String row(String... fields) {
    try {
      writer.writeRecord(fields);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
    String row = text.toString();
    text.getBuffer().setLength(0);
    return row;
  }
}
