package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How {@link FileSink} writes. Immutable: every method returns new options.
 *
 * {@snippet :
 * Sink<String> parts =
 *     FileSink.lines(path, o -> o.createFolders().rollSize(100 << 20).rollAfter(ofMinutes(10)));
 * }
 */
public final class FileSinkOptions {

  static final FileSinkOptions DEFAULTS = new FileSinkOptions(Rolling.NONE, false, false);

  private final Rolling rolling;
  private final boolean append;
  private final boolean createFolders;

  private FileSinkOptions(Rolling rolling, boolean append, boolean createFolders) {
    if (append && rolling.isWanted()) {
      throw new IllegalArgumentException(
          "append does not go with rollSize or rollAfter: parts are never appended to");
    }
    this.rolling = rolling;
    this.append = append;
    this.createFolders = createFolders;
  }

  /** Makes the folders of the file if they do not exist. */
  public FileSinkOptions createFolders() {
    return new FileSinkOptions(rolling, append, true);
  }

  /**
   * Appends to the file in place instead of replacing it when the job has succeeded. Whole elements
   * are written at a time, after each chunk, so a reader can follow the file. If the job fails or
   * is cancelled, the file is cut back to what it was. If the process is killed, what was written
   * so far stays, and a line that was cut off by that gets its line end when the next job appends.
   *
   * @throws IllegalArgumentException together with rolling
   */
  public FileSinkOptions append() {
    return new FileSinkOptions(rolling, true, createFolders);
  }

  /**
   * Writes numbered parts, and begins the next one when a part has reached this size. For {@code
   * out/events.log} they are {@code out/events-00000.log} and so on; counting goes on after the
   * highest number in the folder. A part appears when it is complete and then stays, also if the
   * job fails later. Without elements there is no part.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileSinkOptions rollSize(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("rollSize must be at least 1, not " + bytes);
    }
    return with(new Rolling(bytes, rolling.age(), rolling.nanoTime()));
  }

  /**
   * Like {@link #rollSize}, but completes a part so long after its first element; with both, at
   * whichever comes first. A part is completed when the next elements arrive or the job ends, not
   * while nothing arrives.
   *
   * @throws IllegalArgumentException if not positive
   */
  public FileSinkOptions rollAfter(Duration age) {
    if (!age.isPositive()) {
      throw new IllegalArgumentException("rollAfter must be positive, not " + age);
    }
    Duration bounded = age.compareTo(Rolling.NEVER) > 0 ? Rolling.NEVER : age;
    return with(new Rolling(rolling.size(), bounded, rolling.nanoTime()));
  }

  /** For tests. */
  FileSinkOptions nanoTime(LongSupplier nanoTime) {
    return with(new Rolling(rolling.size(), rolling.age(), nanoTime));
  }

  boolean createsFolders() {
    return createFolders;
  }

  Output output(Path target, FileEncoding<?> encoding) throws IOException {
    if (append) {
      return new AppendedFile(target, encoding.lines(), encoding.headerBytes());
    }
    return rolling.isWanted()
        ? new Parts(target, rolling, encoding.headerBytes())
        : new WholeFile(target, encoding.headerBytes());
  }

  private FileSinkOptions with(Rolling changed) {
    return new FileSinkOptions(changed, append, createFolders);
  }
}
