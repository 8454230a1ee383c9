package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.core.type.TypeReference;

/**
 * Sources that read files.
 *
 * <p><b>Lines.</b> A line ends with {@code "\n"} or {@code "\r\n"} or with its file; the end does
 * not belong to it. An empty line is a line; an empty file has none. A byte order mark at the
 * beginning of a file belongs to no line. Text is UTF-8.
 *
 * <p><b>Comma-separated values.</b> As RFC 4180 describes them: a field may stand in quotes, and
 * then have separators, line ends and, doubled, quotes in it. Rows end with {@code "\n"}, {@code
 * "\r\n"} or {@code "\r"}; empty lines are left out. The position of a row is the line in which it
 * begins; the position of a rejected row or line of JSON is that of what is malformed in it, with
 * the column.
 *
 * <p><b>When a file changes.</b> How much of a file is read is settled when the job starts: what is
 * appended later is not read. A file that becomes shorter fails the job.
 *
 * <p><b>Positions</b> name the file as it was given, the line from 1, and the offset in
 * uncompressed bytes. Progress counts bytes as they are stored, so it is right for compressed files
 * too.
 *
 * <p>What is missing, unreadable, empty of files or damaged at its beginning is reported before
 * anything is read; what is cut off or damaged later when it is reached, after everything before it
 * was delivered.
 *
 * {@snippet :
 * Pipeline.named("errors")
 *     .from(FileSource.lines(Path.of("app.log")))
 *     .filter(line -> line.contains("ERROR"))
 *     .to(FileSink.lines(Path.of("errors.log")));
 * }
 */
public final class FileSource {

  private FileSource() {}

  /** The lines of a file as text. */
  public static Source<String> lines(Path file) {
    return lines(Inputs.file(file));
  }

  /** The lines of a file as text, with options. */
  public static Source<String> lines(Path file, UnaryOperator<FileLinesOptions> options) {
    return lines(Inputs.file(file), options);
  }

  /** The lines of all inputs as text. */
  public static Source<String> lines(Inputs inputs) {
    return lines(inputs, o -> o);
  }

  /** The lines of all inputs as text, with options. */
  public static Source<String> lines(Inputs inputs, UnaryOperator<FileLinesOptions> options) {
    return options.apply(FileLinesOptions.DEFAULTS).source(inputs, LineFormat.TEXT);
  }

  /**
   * The lines of a file as views of its bytes, which is cheaper than text when not all of a line is
   * needed as such.
   */
  public static Source<Line> lineViews(Path file) {
    return lineViews(Inputs.file(file));
  }

  /** The lines of a file as views of its bytes, with options. */
  public static Source<Line> lineViews(Path file, UnaryOperator<FileLinesOptions> options) {
    return lineViews(Inputs.file(file), options);
  }

  /** The lines of all inputs as views of their bytes. */
  public static Source<Line> lineViews(Inputs inputs) {
    return lineViews(inputs, o -> o);
  }

  /** The lines of all inputs as views of their bytes, with options. */
  public static Source<Line> lineViews(Inputs inputs, UnaryOperator<FileLinesOptions> options) {
    return options.apply(FileLinesOptions.DEFAULTS).source(inputs, LineFormat.VIEW);
  }

  /** A file in pieces of 64 KiB. */
  public static Source<byte[]> bytes(Path file) {
    return bytes(Inputs.file(file));
  }

  /** A file in pieces, with options. */
  public static Source<byte[]> bytes(Path file, UnaryOperator<FileBytesOptions> options) {
    return bytes(Inputs.file(file), options);
  }

  /** All inputs in pieces; no piece has bytes of two files. */
  public static Source<byte[]> bytes(Inputs inputs) {
    return bytes(inputs, o -> o);
  }

  /** All inputs in pieces, with options. */
  public static Source<byte[]> bytes(Inputs inputs, UnaryOperator<FileBytesOptions> options) {
    return options.apply(FileBytesOptions.DEFAULTS).source(inputs);
  }

  /**
   * The rows of a file of comma-separated values as maps from the names of the columns to the
   * fields, in the order of the file. The first row names the columns.
   */
  public static Source<Map<String, String>> csv(Path file) {
    return csv(Inputs.file(file));
  }

  /** The rows of a file as maps, with options. */
  public static Source<Map<String, String>> csv(Path file, UnaryOperator<FileCsvOptions> options) {
    return csv(Inputs.file(file), options);
  }

  /** The rows of all inputs as maps. The first row of each file names its columns. */
  public static Source<Map<String, String>> csv(Inputs inputs) {
    return csv(inputs, o -> o);
  }

  /** The rows of all inputs as maps, with options. */
  public static Source<Map<String, String>> csv(
      Inputs inputs, UnaryOperator<FileCsvOptions> options) {
    return options.apply(FileCsvOptions.DEFAULTS).source(inputs, new CsvMaps());
  }

  /**
   * The rows of a file of comma-separated values as records. Each component of the record is made
   * of the field in the column of its name; other columns are left out.
   *
   * <p>A component is a text, a boolean ({@code true}, {@code false}), a character, or of a type
   * that has a public static method {@code valueOf}, {@code parse}, {@code of}, {@code fromString}
   * or {@code create} with a text, or such a constructor: numbers, enums, {@code BigDecimal},
   * {@code UUID}, {@code java.time} and most types of one's own. An {@code Optional} of such a type
   * is empty if the field is. Nothing is trimmed.
   *
   * @throws IllegalArgumentException if a component cannot be made of text
   */
  public static <R extends Record> Source<R> csv(Path file, Class<R> type) {
    return csv(Inputs.file(file), type);
  }

  /** The rows of a file as {@linkplain #csv(Path, Class) records}, with options. */
  public static <R extends Record> Source<R> csv(
      Path file, Class<R> type, UnaryOperator<FileCsvOptions> options) {
    return csv(Inputs.file(file), type, options);
  }

  /** The rows of all inputs as {@linkplain #csv(Path, Class) records}. */
  public static <R extends Record> Source<R> csv(Inputs inputs, Class<R> type) {
    return csv(inputs, type, o -> o);
  }

  /** The rows of all inputs as {@linkplain #csv(Path, Class) records}, with options. */
  public static <R extends Record> Source<R> csv(
      Inputs inputs, Class<R> type, UnaryOperator<FileCsvOptions> options) {
    return options.apply(FileCsvOptions.DEFAULTS).source(inputs, new CsvRecords<>(type));
  }

  /** The JSON objects of a file, one on each line, as maps. Blank lines are left out. */
  public static Source<Map<String, Object>> jsonLines(Path file) {
    return jsonLines(Inputs.file(file));
  }

  /** The JSON objects of a file as maps, with options. */
  public static Source<Map<String, Object>> jsonLines(
      Path file, UnaryOperator<FileJsonOptions> options) {
    return jsonLines(Inputs.file(file), options);
  }

  /** The JSON objects of all inputs as maps. */
  public static Source<Map<String, Object>> jsonLines(Inputs inputs) {
    return jsonLines(inputs, o -> o);
  }

  /** The JSON objects of all inputs as maps, with options. */
  public static Source<Map<String, Object>> jsonLines(
      Inputs inputs, UnaryOperator<FileJsonOptions> options) {
    return options
        .apply(FileJsonOptions.DEFAULTS)
        .source(inputs, mapper -> mapper.readerFor(new TypeReference<Map<String, Object>>() {}));
  }

  /**
   * The JSON values of a file, one on each line, as Jackson makes them into a type: a record, a
   * bean, a {@code JsonNode}. Blank lines are left out.
   */
  public static <T> Source<T> jsonLines(Path file, Class<T> type) {
    return jsonLines(Inputs.file(file), type);
  }

  /** The JSON values of a file as objects of a type, with options. */
  public static <T> Source<T> jsonLines(
      Path file, Class<T> type, UnaryOperator<FileJsonOptions> options) {
    return jsonLines(Inputs.file(file), type, options);
  }

  /** The JSON values of all inputs as objects of a type. */
  public static <T> Source<T> jsonLines(Inputs inputs, Class<T> type) {
    return jsonLines(inputs, type, o -> o);
  }

  /** The JSON values of all inputs as objects of a type, with options. */
  public static <T> Source<T> jsonLines(
      Inputs inputs, Class<T> type, UnaryOperator<FileJsonOptions> options) {
    Objects.requireNonNull(type, "type");
    return options.apply(FileJsonOptions.DEFAULTS).source(inputs, mapper -> mapper.readerFor(type));
  }
}
