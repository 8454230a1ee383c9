package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sink;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Sinks that write files.
 *
 * <p>A file is written as {@code name.tmp} beside its final name. When the whole job has succeeded
 * it is synced to the disk and renamed, in place of an earlier one; whoever opens the final name
 * finds a complete file or the earlier one. If the job fails or is cancelled, the {@code .tmp} file
 * is deleted and nothing else has changed. A {@code .tmp} file that a killed process left behind is
 * replaced by the next run. Two jobs cannot write the same file at the same time: the second one
 * fails when it starts.
 *
 * <p>Options change that: {@link FileSinkOptions#append append}, {@link FileSinkOptions#rollSize
 * rolling}.
 *
 * {@snippet :
 * Pipeline.named("copy")
 *     .from(FileSource.lineViews(Path.of("in.log.gz")))
 *     .to(FileSink.lineViews(Path.of("out.log")));
 * }
 */
public final class FileSink {

  private FileSink() {}

  /**
   * Writes each text as a line: as UTF-8, followed by {@code "\n"}. Line ends within the text are
   * written as they are.
   */
  public static <T extends CharSequence> Sink<T> lines(Path file) {
    return lines(file, o -> o);
  }

  /** Like {@link #lines(Path)}, with options. */
  public static <T extends CharSequence> Sink<T> lines(
      Path file, UnaryOperator<FileSinkOptions> options) {
    return sink(file, FileEncoding.lines(FileEncoding.TEXT_LINE), options);
  }

  /** Writes the bytes of each line as they are, followed by {@code "\n"}. */
  public static Sink<Line> lineViews(Path file) {
    return lineViews(file, o -> o);
  }

  /** Like {@link #lineViews(Path)}, with options. */
  public static Sink<Line> lineViews(Path file, UnaryOperator<FileSinkOptions> options) {
    return sink(file, FileEncoding.LINE, options);
  }

  /** Writes the bytes one after the other, with nothing between them. */
  public static Sink<byte[]> bytes(Path file) {
    return bytes(file, o -> o);
  }

  /** Like {@link #bytes(Path)}, with options. */
  public static Sink<byte[]> bytes(Path file, UnaryOperator<FileSinkOptions> options) {
    return sink(file, FileEncoding.BYTES, options);
  }

  /**
   * Writes maps as comma-separated values: a first row with the names of the columns, then a row
   * for each map. A value is written as its {@code toString}; one that is null, an empty Optional
   * or missing leaves its field empty. A map with values for other names fails the job. Fields
   * stand in quotes where needed, and rows end with {@code "\n"}.
   *
   * @throws IllegalArgumentException if there is no column, or two have the same name
   */
  public static Sink<Map<String, ?>> csv(Path file, List<String> columns) {
    return csv(file, columns, o -> o);
  }

  /** Like {@link #csv(Path, List)}, with options. */
  public static Sink<Map<String, ?>> csv(
      Path file, List<String> columns, UnaryOperator<FileCsvSinkOptions> options) {
    Objects.requireNonNull(file, "file");
    if (columns.isEmpty() || Set.copyOf(columns).size() < columns.size()) {
      throw new IllegalArgumentException(
          "there must be columns, each with a name of its own, not " + columns);
    }
    List<String> names = List.copyOf(columns);
    return options.apply(FileCsvSinkOptions.DEFAULTS).sink(file, names, CsvRowMaker.ofMap(names));
  }

  /**
   * Writes records as comma-separated values: a first row with the names of the components, then a
   * row for each record. See {@link #csv(Path, List)}; {@link FileSource#csv(Path, Class)} reads
   * it.
   *
   * @throws IllegalArgumentException if the record has no components or is not accessible
   */
  public static <R extends Record> Sink<R> csv(Path file, Class<R> type) {
    return csv(file, type, o -> o);
  }

  /** Like {@link #csv(Path, Class)}, with options. */
  public static <R extends Record> Sink<R> csv(
      Path file, Class<R> type, UnaryOperator<FileCsvSinkOptions> options) {
    Objects.requireNonNull(file, "file");
    List<String> names =
        Arrays.stream(CsvComponent.of(type)).map(RecordComponent::getName).toList();
    return options.apply(FileCsvSinkOptions.DEFAULTS).sink(file, names, CsvRowMaker.ofRecord(type));
  }

  /**
   * Writes each element as JSON on a line of its own, as Jackson makes it of records, beans, maps
   * and {@code JsonNode}. An element that Jackson cannot write fails the job.
   */
  public static <T> Sink<T> jsonLines(Path file) {
    return jsonLines(file, o -> o);
  }

  /** Like {@link #jsonLines(Path)}, with options. */
  public static <T> Sink<T> jsonLines(Path file, UnaryOperator<FileJsonSinkOptions> options) {
    Objects.requireNonNull(file, "file");
    return options.apply(FileJsonSinkOptions.DEFAULTS).sink(file);
  }

  private static <T> Sink<T> sink(
      Path file, FileEncoding<T> encoding, UnaryOperator<FileSinkOptions> options) {
    Objects.requireNonNull(file, "file");
    return new FilesSink<>(file, encoding, options.apply(FileSinkOptions.DEFAULTS));
  }
}
