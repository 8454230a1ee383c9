package dev.leat.connector.files;

import dev.leat.pipeline.OnError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How {@link FileSource} reads comma-separated values. Immutable: every method returns new options.
 *
 * {@snippet :
 * Source<Person> people =
 *     FileSource.csv(path, Person.class, o -> o.separator(';').rename("First name", "firstName"));
 * }
 */
public final class FileCsvOptions {

  static final FileCsvOptions DEFAULTS =
      new FileCsvOptions(
          CsvDialect.DEFAULTS, CsvFormat.Columns.DEFAULTS, FileLinesOptions.DEFAULTS);

  private final CsvDialect dialect;
  private final CsvFormat.Columns columns;

  /** What rows have in common with lines. */
  private final FileLinesOptions common;

  private FileCsvOptions(CsvDialect dialect, CsvFormat.Columns columns, FileLinesOptions common) {
    this.dialect = dialect;
    this.columns = columns;
    this.common = common;
  }

  /**
   * What stands between the fields; a comma if not given.
   *
   * @throws IllegalArgumentException if it is no ASCII character, a line end, or the quote
   */
  public FileCsvOptions separator(char separator) {
    return new FileCsvOptions(new CsvDialect(separator, dialect.quote()), columns, common);
  }

  /**
   * What stands around fields that hold special characters, and twice for itself within; {@code "}
   * if not given.
   *
   * @throws IllegalArgumentException if it is no ASCII character, a line end, or the separator
   */
  public FileCsvOptions quote(char quote) {
    return new FileCsvOptions(new CsvDialect(dialect.separator(), quote), columns, common);
  }

  /**
   * The names of the columns, of files that have no header: their first row is an element. If not
   * given, the first row of each file names them.
   *
   * @throws IllegalArgumentException without names
   */
  public FileCsvOptions columns(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("columns must be named: there must be at least one");
    }
    return with(
        new CsvFormat.Columns(
            List.of(names), columns.renamed(), columns.mayMiss(), columns.mayExceed()));
  }

  /** Gives a column of the file another name in the elements. */
  public FileCsvOptions rename(String column, String name) {
    Map<String, String> renamed = new HashMap<>(columns.renamed());
    renamed.put(Objects.requireNonNull(column, "column"), Objects.requireNonNull(name, "name"));
    return with(
        new CsvFormat.Columns(
            columns.names(), Map.copyOf(renamed), columns.mayMiss(), columns.mayExceed()));
  }

  /**
   * Accepts rows that end before the last column: a map then lacks the names of the missing fields,
   * and for a record they are empty. By default such rows are rejected.
   */
  public FileCsvOptions allowMissingColumns() {
    return with(
        new CsvFormat.Columns(columns.names(), columns.renamed(), true, columns.mayExceed()));
  }

  /**
   * Accepts rows that go on after the last column; what is too much is left out. By default such
   * rows are rejected.
   */
  public FileCsvOptions allowExtraColumns() {
    return with(new CsvFormat.Columns(columns.names(), columns.renamed(), columns.mayMiss(), true));
  }

  /**
   * The longest row in bytes, without its line end; 1 MiB if not given. A longer one is rejected,
   * and {@link #onError} decides. It is not held in memory, however long it is.
   *
   * @throws IllegalArgumentException if not from 1 to 1 GiB
   */
  public FileCsvOptions maxRow(int bytes) {
    return with(common.longest("maxRow", bytes));
  }

  /**
   * What happens to a row that is malformed, too long, has too few or too many fields, or cannot be
   * made into a record. By default the job fails.
   */
  public FileCsvOptions onError(OnError action) {
    return with(common.onError(action));
  }

  /** What happens to a row that is not UTF-8. By default what is malformed is replaced. */
  public FileCsvOptions malformed(Malformed action) {
    return with(common.malformed(action));
  }

  /** How all inputs are compressed; by default each is looked at. */
  public FileCsvOptions compression(Compression compression) {
    return with(common.compression(compression));
  }

  /**
   * Deals the files out to this many lanes, one after the other, and reads the lanes at the same
   * time. Rows then keep their order within a lane only. By default all files are one lane.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileCsvOptions parallelFiles(int lanes) {
    return with(common.parallelFiles(lanes));
  }

  /**
   * How many bytes are read in one piece: 256 KiB if not given.
   *
   * @throws IllegalArgumentException if not from 1 to 256 MiB
   */
  public FileCsvOptions blockSize(int bytes) {
    return with(common.blockSize(bytes));
  }

  <T> FilesSource<T> source(Inputs inputs, CsvFormat.ToElement<T> toElement) {
    CsvFormat<T> format =
        new CsvFormat<>(dialect, columns, toElement, common.longest(), common.rejectsMalformed());
    format.columnsWithoutHeader(); // what is wrong with given names is said now
    return common.source(inputs, new ElementKind.Rows<>(format));
  }

  private FileCsvOptions with(CsvFormat.Columns changed) {
    return new FileCsvOptions(dialect, changed, common);
  }

  private FileCsvOptions with(FileLinesOptions changed) {
    return new FileCsvOptions(dialect, columns, changed);
  }
}
