package dev.leat.connector.files;

import dev.leat.pipeline.OnError;
import java.util.Objects;

/**
 * How {@link FileSource} reads lines. Immutable: every method returns new options.
 *
 * {@snippet :
 * Source<String> lines =
 *     FileSource.lines(path, o -> o.maxLine(64 << 10).onError(OnError.skip()).parallelFiles(4));
 * }
 */
public final class FileLinesOptions {

  /** The longest line unless another limit is given: 1 MiB. */
  public static final int DEFAULT_MAX_LINE = 1 << 20;

  static final int DEFAULT_BLOCK = 256 << 10;
  private static final int MAX_LINE_LIMIT = 1 << 30;
  static final int MAX_BLOCK = 256 << 20;

  static final FileLinesOptions DEFAULTS =
      new FileLinesOptions(
          DEFAULT_MAX_LINE,
          OnError.fail(),
          Malformed.REPLACE,
          new FilesSource.Reading(Compression.AUTO, 1, DEFAULT_BLOCK));

  private final int maxLine;
  private final OnError onError;
  private final Malformed malformed;
  private final FilesSource.Reading reading;

  private FileLinesOptions(
      int maxLine, OnError onError, Malformed malformed, FilesSource.Reading reading) {
    this.maxLine = maxLine;
    this.onError = Objects.requireNonNull(onError, "onError");
    this.malformed = Objects.requireNonNull(malformed, "malformed");
    this.reading = reading;
  }

  /**
   * The longest line in bytes, without its line end; 1 MiB if not given. A longer one is never cut
   * silently: it is rejected, and {@link #onError} decides. It is not held in memory, however long
   * it is.
   *
   * @throws IllegalArgumentException if not from 1 to 1 GiB
   */
  public FileLinesOptions maxLine(int bytes) {
    return longest("maxLine", bytes);
  }

  FileLinesOptions longest(String option, int bytes) {
    requireFromTo(option, bytes, 1, MAX_LINE_LIMIT);
    return new FileLinesOptions(bytes, onError, malformed, reading);
  }

  int longest() {
    return maxLine;
  }

  boolean rejectsMalformed() {
    return malformed == Malformed.REJECT;
  }

  /**
   * What happens to a line that is too long or, with {@link Malformed#REJECT}, malformed. By
   * default the job fails.
   */
  public FileLinesOptions onError(OnError action) {
    return new FileLinesOptions(maxLine, action, malformed, reading);
  }

  /** What happens to a line that is not UTF-8. By default what is malformed is replaced. */
  public FileLinesOptions malformed(Malformed action) {
    return new FileLinesOptions(maxLine, onError, action, reading);
  }

  /** How all inputs are compressed; by default each is looked at. */
  public FileLinesOptions compression(Compression compression) {
    Objects.requireNonNull(compression, "compression");
    return with(new FilesSource.Reading(compression, reading.parallelFiles(), reading.blockSize()));
  }

  /**
   * Deals the files out to this many lanes, one after the other, and reads the lanes at the same
   * time. Lines then keep their order within a lane only. By default all files are one lane. A
   * single plain file is read by several threads anyway.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileLinesOptions parallelFiles(int lanes) {
    requireFromTo("parallelFiles", lanes, 1, Integer.MAX_VALUE);
    return with(new FilesSource.Reading(reading.compression(), lanes, reading.blockSize()));
  }

  /**
   * How many bytes are read and split in one piece: 256 KiB if not given, and less for small files.
   *
   * @throws IllegalArgumentException if not from 1 to 256 MiB
   */
  public FileLinesOptions blockSize(int bytes) {
    requireFromTo("blockSize", bytes, 1, MAX_BLOCK);
    return with(new FilesSource.Reading(reading.compression(), reading.parallelFiles(), bytes));
  }

  <T> FilesSource<T> source(Inputs inputs, LineFormat.ToElement<T> toElement) {
    LineFormat<T> format = new LineFormat<>(toElement, maxLine, rejectsMalformed());
    return source(inputs, new ElementKind.Lines<>(format));
  }

  <T> FilesSource<T> source(Inputs inputs, ElementKind<T> kind) {
    return new FilesSource<>(inputs, kind, reading, onError);
  }

  private FileLinesOptions with(FilesSource.Reading changed) {
    return new FileLinesOptions(maxLine, onError, malformed, changed);
  }

  static void requireFromTo(String option, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, not %d".formatted(option, lowest, highest, value));
    }
  }
}
