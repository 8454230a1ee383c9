package dev.leat.connector.files;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;

/**
 * An input that is read from front to back, uncompressed on the way. Used by the thread of the
 * lane.
 */
final class SequentialInput implements AutoCloseable {

  private final InputFile file;
  private final RawInput raw;
  private final InputStream bytes;
  private long uncompressed;

  private SequentialInput(InputFile file, RawInput raw, InputStream bytes) {
    this.file = file;
    this.raw = raw;
    this.bytes = bytes;
  }

  /**
   * Opens the input; waits for a pipe until somebody opens its other end. An interrupt ends the
   * wait.
   */
  static SequentialInput open(InputFile file) throws IOException, InterruptedException {
    RawInput raw = new RawInput(channel(file), file.size());
    try {
      Compression compression =
          file.compression() == Compression.AUTO ? raw.peekCompression() : file.compression();
      return new SequentialInput(file, raw, uncompress(raw, compression));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  InputFile file() {
    return file;
  }

  /**
   * Reads what is there, at least one byte; -1 at the end.
   *
   * @throws IOException if the input is cut off or damaged; the message says where
   */
  int read(byte[] target, int at, int length) throws IOException {
    try {
      int n = bytes.read(target, at, length);
      if (n < 0 && stored() < file.size() && file.compression() == Compression.NONE) {
        throw file.shrunk(stored());
      }
      uncompressed += Math.max(n, 0);
      return n;
    } catch (EOFException | ZipException | ZstdIOException e) {
      throw new IOException(
          "'%s' is cut off or damaged after %d uncompressed bytes (%s); get a complete copy of it"
              .formatted(file.name(), uncompressed, e.getMessage()),
          e);
    }
  }

  /** How many bytes were read as they are stored. */
  long stored() {
    return raw.count();
  }

  @Override
  public void close() throws IOException {
    if (file.path() != null) {
      bytes.close();
    }
  }

  private static FileChannel channel(InputFile file) throws IOException, InterruptedException {
    Path path = file.path();
    if (path == null) {
      return stdin();
    }
    return file.size() >= 0
        ? FileChannel.open(path, StandardOpenOption.READ)
        : new PipeOpening(path).await();
  }

  /** Unlike System.in, a read of this channel ends when the thread is interrupted. */
  @SuppressWarnings("resource") // standard input belongs to the process
  private static FileChannel stdin() {
    return new FileInputStream(FileDescriptor.in).getChannel();
  }

  private static InputStream uncompress(RawInput raw, Compression compression) throws IOException {
    return switch (compression) {
      case AUTO, NONE -> raw;
      case GZIP -> new GunzipInput(raw);
      case ZSTD -> new ZstdInputStreamNoFinalizer(raw);
    };
  }
}
