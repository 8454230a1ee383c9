package dev.leat.connector.files;

import dev.leat.pipeline.OnError;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * How {@link FileSource} reads JSON lines. Immutable: every method returns new options.
 *
 * {@snippet :
 * Source<Person> people =
 *     FileSource.jsonLines(path, Person.class, o -> o.onError(OnError.deadLetters(rejected)));
 * }
 */
public final class FileJsonOptions {

  static final FileJsonOptions DEFAULTS =
      new FileJsonOptions(JsonMapper.shared(), FileLinesOptions.DEFAULTS);

  private final JsonMapper mapper;
  private final FileLinesOptions common;

  private FileJsonOptions(JsonMapper mapper, FileLinesOptions common) {
    this.mapper = Objects.requireNonNull(mapper, "mapper");
    this.common = common;
  }

  /** What makes objects of JSON; Jackson's own defaults if not given. */
  public FileJsonOptions mapper(JsonMapper mapper) {
    return new FileJsonOptions(mapper, common);
  }

  /**
   * The longest line in bytes, without its line end; 1 MiB if not given. A longer one is rejected,
   * and {@link #onError} decides. It is not held in memory, however long it is.
   *
   * @throws IllegalArgumentException if not from 1 to 1 GiB
   */
  public FileJsonOptions maxLine(int bytes) {
    return with(common.maxLine(bytes));
  }

  /**
   * What happens to a line that is no JSON, no JSON of the type asked for, or too long. By default
   * the job fails.
   */
  public FileJsonOptions onError(OnError action) {
    return with(common.onError(action));
  }

  /** What happens to a line that is not UTF-8. By default what is malformed is replaced. */
  public FileJsonOptions malformed(Malformed action) {
    return with(common.malformed(action));
  }

  /** How all inputs are compressed; by default each is looked at. */
  public FileJsonOptions compression(Compression compression) {
    return with(common.compression(compression));
  }

  /**
   * Deals the files out to this many lanes, one after the other, and reads the lanes at the same
   * time; see {@link FileLinesOptions#parallelFiles}.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileJsonOptions parallelFiles(int lanes) {
    return with(common.parallelFiles(lanes));
  }

  /**
   * How many bytes are read and split in one piece: 256 KiB if not given, and less for small files.
   *
   * @throws IllegalArgumentException if not from 1 to 256 MiB
   */
  public FileJsonOptions blockSize(int bytes) {
    return with(common.blockSize(bytes));
  }

  <T> FilesSource<T> source(Inputs inputs, Function<JsonMapper, ObjectReader> reader) {
    return common.source(inputs, new JsonFormat<T>(reader.apply(mapper)));
  }

  private FileJsonOptions with(FileLinesOptions changed) {
    return new FileJsonOptions(mapper, changed);
  }
}
