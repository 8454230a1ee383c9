package dev.leat.connector.files;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows of comma-separated values become elements, and which rows are none.
 *
 * @param toElement makes elements when the names of the columns are known
 * @param maxRow the longest row in bytes, without its line end
 * @param rejectMalformed whether a row that is no UTF-8 is rejected
 */
record CsvFormat<T>(
    CsvDialect dialect,
    Columns columns,
    ToElement<T> toElement,
    int maxRow,
    boolean rejectMalformed) {

  /**
   * What is known of the columns.
   *
   * @param names their names; null if the first row of each file tells them
   * @param renamed the names of elements by those in the file
   * @param mayMiss whether rows may end before the last column
   * @param mayExceed whether rows may go on after the last column
   */
  record Columns(
      @Nullable List<String> names,
      Map<String, String> renamed,
      boolean mayMiss,
      boolean mayExceed) {

    static final Columns DEFAULTS = new Columns(null, Map.of(), false, false);
  }

  /** Makes elements of rows. */
  interface ToElement<T> {

    /**
     * Prepares for a file with these columns.
     *
     * @throws IOException if they are not those that are needed; the message says which
     */
    Mapping<T> bind(List<String> names) throws IOException;
  }

  /** Makes an element of each row of a file. Used by several threads. */
  interface Mapping<T> {
    T element(CsvRow row) throws MalformedException;
  }

  /** The columns of a file whose first row names them. */
  CsvColumns<T> header(InputFile file, byte[] bytes, int from, int to) throws IOException {
    try {
      if (to - from > maxRow) {
        throw new MalformedException(
            from, "is longer than %d bytes; see maxRow".formatted(maxRow), null);
      }
      LineFormat.requireUtf8(bytes, from, to);
      return named(List.of(new CsvParser(this).row(bytes, from, to).fields()));
    } catch (MalformedException e) {
      throw new IOException(
          "cannot read '%s': the row that names the columns %s"
              .formatted(file.name(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new IOException("cannot read '%s': %s".formatted(file.name(), e.getMessage()), e);
    }
  }

  /**
   * The columns of files without names in them; null if there are names.
   *
   * @throws IllegalArgumentException if they are not those that are needed
   */
  @Nullable CsvColumns<T> columnsWithoutHeader() {
    List<String> names = columns.names();
    try {
      return names == null ? null : named(names);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private CsvColumns<T> named(List<String> found) throws IOException {
    List<String> names =
        found.stream().map(name -> columns.renamed().getOrDefault(name, name)).toList();
    Set<String> distinct = new HashSet<>();
    for (String name : names) {
      if (!distinct.add(name)) {
        throw new IOException(
            "two columns are named '%s'; if the file has no header, name them with columns(..)"
                .formatted(name));
      }
    }
    for (String renamed : columns.renamed().keySet()) {
      if (!found.contains(renamed)) {
        throw new IOException(
            "there is no column '%s' to rename; the columns are %s".formatted(renamed, found));
      }
    }
    return new CsvColumns<>(names, toElement.bind(names));
  }
}
