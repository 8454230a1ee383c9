package dev.leat.samples.tcpingest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that whole lines are appended to: what could be written only in part is taken back. One
 * thread writes; {@link #sync} may be called by another one.
 */
final class WholeLines {

  private final Path path;
  private final Disk disk;
  private final RandomAccessFile file;
  private long size;
  private boolean dirty;
  private long dirtySince;

  private WholeLines(Path path, Disk disk, RandomAccessFile file) throws IOException {
    this.path = path;
    this.disk = disk;
    this.file = file;
    this.size = file.length();
  }

  /** Opens a file at its end and makes it if there is none. */
  static WholeLines open(Path path, Disk disk) throws IOException {
    return disk.write(() -> {
      try {
        if (!Files.exists(path)) {
          Files.createFile(path);
          syncFolder(path);
        }
        return new WholeLines(path, disk, new RandomAccessFile(path.toFile(), "rw"));
      } catch (IOException e) {
        throw named(path, e);
      }
    });
  }

  private static void syncFolder(Path path) throws IOException {
    try (FileChannel folder =
        FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static IOException named(Path path, IOException e) {
    return new IOException("cannot write '%s': %s".formatted(path, e.getMessage()), e);
  }

  long size() {
    return size;
  }

  void append(byte[] bytes, int length) throws IOException {
    long end = disk.write(() -> appended(bytes, length));
    synchronized (this) {
      size = end;
      dirtySince = dirty ? dirtySince : System.nanoTime();
      dirty = true;
    }
  }

  private long appended(byte[] bytes, int length) throws IOException {
    try {
      file.seek(size);
      file.write(bytes, 0, length);
      return size + length;
    } catch (IOException e) {
      file.setLength(size);
      throw named(path, e);
    }
  }

  /** Whether something waits to be synced for longer than that. */
  synchronized boolean isDirtyFor(long nanos) {
    return dirty && System.nanoTime() - dirtySince > nanos;
  }

  /** Waits until everything appended so far is on the disk. */
  void sync() throws IOException {
    synchronized (this) {
      if (!dirty) {
        return;
      }
      dirty = false;
    }
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** Syncs and closes; it is closed also if it could not be synced. */
  void close() throws IOException {
    try (file) {
      sync();
    }
  }
}
