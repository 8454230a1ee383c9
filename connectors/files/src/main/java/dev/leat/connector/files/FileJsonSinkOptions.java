package dev.leat.connector.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * How {@link FileSink} writes JSON lines. Immutable: every method returns new options.
 *
 * {@snippet :
 * Sink<Person> people = FileSink.jsonLines(path, o -> o.mapper(mapper).createFolders());
 * }
 */
public final class FileJsonSinkOptions {

  static final FileJsonSinkOptions DEFAULTS =
      new FileJsonSinkOptions(JsonMapper.shared(), FileSinkOptions.DEFAULTS);

  private final JsonMapper mapper;
  private final FileSinkOptions file;

  private FileJsonSinkOptions(JsonMapper mapper, FileSinkOptions file) {
    this.mapper = Objects.requireNonNull(mapper, "mapper");
    this.file = file;
  }

  /**
   * What makes JSON of objects; Jackson's own defaults if not given. It need not avoid line ends.
   */
  public FileJsonSinkOptions mapper(JsonMapper mapper) {
    return new FileJsonSinkOptions(mapper, file);
  }

  /** Makes the folders of the file if they do not exist. */
  public FileJsonSinkOptions createFolders() {
    return with(file.createFolders());
  }

  /**
   * Appends to the file; see {@link FileSinkOptions#append}.
   *
   * @throws IllegalArgumentException together with rolling
   */
  public FileJsonSinkOptions append() {
    return with(file.append());
  }

  /**
   * Writes numbered parts of this size; see {@link FileSinkOptions#rollSize}.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileJsonSinkOptions rollSize(long bytes) {
    return with(file.rollSize(bytes));
  }

  /**
   * Writes numbered parts of this age; see {@link FileSinkOptions#rollAfter}.
   *
   * @throws IllegalArgumentException if not positive
   */
  public FileJsonSinkOptions rollAfter(Duration age) {
    return with(file.rollAfter(age));
  }

  <T> FilesSink<T> sink(Path target) {
    return new FilesSink<>(target, FileEncoding.lines(new JsonEncoder<T>(mapper)), file);
  }

  private FileJsonSinkOptions with(FileSinkOptions changed) {
    return new FileJsonSinkOptions(mapper, changed);
  }
}
