package dev.leat.connector.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file open for writing that no other job writes. The lock is held by the process, so it ends
 * with it, and a file that a killed process left behind does not stand in the way. Writes are not
 * ended by an interrupt. One thread at a time.
 */
final class LockedFile implements AutoCloseable {

  private static final int ATTEMPTS = 3;

  private final Path path;
  private final RandomAccessFile file;

  private LockedFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** Opens a file, which is made if there is none; its content stays. */
  static LockedFile open(Path path) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      create(path);
      Object before = key(path);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      // Whoever had the lock may have renamed the file since it was opened here: then this is not
      // the file at the path.
      if (lock(path, file) && before != null && before.equals(key(path))) {
        return new LockedFile(path, file);
      }
      file.close();
    }
    throw busy(path);
  }

  Path path() {
    return path;
  }

  long length() throws IOException {
    return file.length();
  }

  /** Cuts the file off, or makes it empty, and goes on at its end. */
  void truncate(long length) throws IOException {
    file.setLength(length);
    file.seek(length);
  }

  /** The first bytes, fewer if the file is shorter; the position moves. */
  byte[] head(int length) throws IOException {
    file.seek(0);
    byte[] head = new byte[(int) Math.min(length, file.length())];
    file.readFully(head);
    return head;
  }

  /** The last byte, or a newline if there is none; goes on at the end. */
  int lastByte() throws IOException {
    long length = file.length();
    if (length == 0) {
      return '\n';
    }
    file.seek(length - 1);
    return file.read();
  }

  void write(byte[] bytes, int length) throws IOException {
    file.write(bytes, 0, length);
  }

  /** Waits until what was written is on the disk. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static void create(Path path) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      // left behind by a killed process, or in use: the lock tells
    }
  }

  @SuppressWarnings("resource") // the lock is released when the file is closed
  private static boolean lock(Path path, RandomAccessFile file) throws IOException {
    FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } catch (IOException e) {
      file.close();
      throw e;
    }
    if (lock == null) {
      file.close();
      throw busy(path);
    }
    return true;
  }

  private static @Nullable Object key(Path path) throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path : key;
  }

  private static IOException busy(Path path) {
    return new IOException(
        "'%s' is being written by another job; wait for its end or write to another file"
            .formatted(path));
  }
}
