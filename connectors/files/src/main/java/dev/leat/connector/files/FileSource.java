package dev.leat.connector.files;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Source;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Sources that read files.
 *
 * <p><b>Lines.</b> A line ends with {@code "\n"} or {@code "\r\n"} or with its file; the end does
 * not belong to it. An empty line is a line; an empty file has none. A byte order mark at the
 * beginning of a file belongs to no line. Text is UTF-8.
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
 * <pre>{@code
 * Pipeline.named("errors")
 *     .from(FileSource.lines(Path.of("app.log")))
 *     .filter(line -> line.contains("ERROR"))
 *     .to(FileSink.lines(Path.of("errors.log")));
 * }</pre>
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
}
