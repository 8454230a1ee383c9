package dev.leat.connector.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How {@link FileSink} writes comma-separated values. Immutable: every method returns new options.
 *
 * {@snippet :
 * Sink<Person> people = FileSink.csv(path, Person.class, o -> o.separator(';').createFolders());
 * }
 */
public final class FileCsvSinkOptions {

  static final FileCsvSinkOptions DEFAULTS =
      new FileCsvSinkOptions(CsvDialect.DEFAULTS, true, FileSinkOptions.DEFAULTS);

  private final CsvDialect dialect;
  private final boolean header;
  private final FileSinkOptions file;

  private FileCsvSinkOptions(CsvDialect dialect, boolean header, FileSinkOptions file) {
    this.dialect = dialect;
    this.header = header;
    this.file = file;
  }

  /**
   * What stands between the fields; a comma if not given.
   *
   * @throws IllegalArgumentException if it is no ASCII character, a line end, or the quote
   */
  public FileCsvSinkOptions separator(char separator) {
    return new FileCsvSinkOptions(new CsvDialect(separator, dialect.quote()), header, file);
  }

  /**
   * What stands around fields that hold special characters, and twice for itself within; {@code "}
   * if not given.
   *
   * @throws IllegalArgumentException if it is no ASCII character, a line end, or the separator
   */
  public FileCsvSinkOptions quote(char quote) {
    return new FileCsvSinkOptions(new CsvDialect(dialect.separator(), quote), header, file);
  }

  /** Leaves out the first row, which names the columns. */
  public FileCsvSinkOptions noHeader() {
    return new FileCsvSinkOptions(dialect, false, file);
  }

  /** Makes the folders of the file if they do not exist. */
  public FileCsvSinkOptions createFolders() {
    return with(file.createFolders());
  }

  /**
   * Appends to the file; see {@link FileSinkOptions#append}. If it is not empty, it must begin with
   * the same header, which is then not written again.
   *
   * @throws IllegalArgumentException together with rolling
   */
  public FileCsvSinkOptions append() {
    return with(file.append());
  }

  /**
   * Writes numbered parts of this size; see {@link FileSinkOptions#rollSize}. Each of them has the
   * header.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileCsvSinkOptions rollSize(long bytes) {
    return with(file.rollSize(bytes));
  }

  /**
   * Writes numbered parts of this age; see {@link FileSinkOptions#rollAfter}. Each of them has the
   * header.
   *
   * @throws IllegalArgumentException if not positive
   */
  public FileCsvSinkOptions rollAfter(Duration age) {
    return with(file.rollAfter(age));
  }

  <T> FilesSink<T> sink(Path target, List<String> columns, CsvRowMaker<? super T> rows) {
    String first = header ? header(columns) : "";
    int count = columns.size();
    return new FilesSink<>(
        target,
        new FileEncoding<>(() -> new CsvEncoder<T>(dialect, count, rows), true, first),
        file);
  }

  private String header(List<String> columns) {
    CsvEncoder<String[]> encoder = new CsvEncoder<>(dialect, columns.size(), names -> names);
    return encoder.row(columns.toArray(String[]::new));
  }

  private FileCsvSinkOptions with(FileSinkOptions changed) {
    return new FileCsvSinkOptions(dialect, header, changed);
  }
}
