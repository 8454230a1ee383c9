package dev.leat.connector.files;

import dev.leat.pipeline.OnError;
import java.util.Objects;

/**
 * How {@link FileSource} reads bytes. Immutable: every method returns new options.
 *
 * {@snippet :
 * Source<byte[]> pieces = FileSource.bytes(path, o -> o.pieceSize(1 << 20));
 * }
 */
public final class FileBytesOptions {

  private static final int DEFAULT_PIECE = 64 << 10;

  static final FileBytesOptions DEFAULTS =
      new FileBytesOptions(new FilesSource.Reading(Compression.AUTO, 1, DEFAULT_PIECE));

  private final FilesSource.Reading reading;

  private FileBytesOptions(FilesSource.Reading reading) {
    this.reading = reading;
  }

  /** How all inputs are compressed; by default each is looked at. */
  public FileBytesOptions compression(Compression compression) {
    Objects.requireNonNull(compression, "compression");
    return new FileBytesOptions(
        new FilesSource.Reading(compression, reading.parallelFiles(), reading.blockSize()));
  }

  /**
   * Deals the files out to this many lanes, one after the other, and reads the lanes at the same
   * time. By default all files are one lane.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public FileBytesOptions parallelFiles(int lanes) {
    FileLinesOptions.requireFromTo("parallelFiles", lanes, 1, Integer.MAX_VALUE);
    return new FileBytesOptions(
        new FilesSource.Reading(reading.compression(), lanes, reading.blockSize()));
  }

  /**
   * The size of a piece: 64 KiB if not given. All pieces of a plain file have it but the last;
   * pieces of compressed files and pipes may be shorter.
   *
   * @throws IllegalArgumentException if not from 1 to 256 MiB
   */
  public FileBytesOptions pieceSize(int bytes) {
    FileLinesOptions.requireFromTo("pieceSize", bytes, 1, FileLinesOptions.MAX_BLOCK);
    return new FileBytesOptions(
        new FilesSource.Reading(reading.compression(), reading.parallelFiles(), bytes));
  }

  FilesSource<byte[]> source(Inputs inputs) {
    return new FilesSource<>(inputs, new ElementKind.Pieces(), reading, OnError.fail());
  }
}
