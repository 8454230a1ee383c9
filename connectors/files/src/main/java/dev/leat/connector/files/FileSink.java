package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sink;
import java.nio.file.Path;
import java.util.Objects;
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
    return sink(file, new FileEncoding<>(FileEncoding.TEXT.encoder(), true), options);
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

  private static <T> Sink<T> sink(
      Path file, FileEncoding<T> encoding, UnaryOperator<FileSinkOptions> options) {
    Objects.requireNonNull(file, "file");
    return new FilesSink<>(file, encoding, options.apply(FileSinkOptions.DEFAULTS));
  }
}
