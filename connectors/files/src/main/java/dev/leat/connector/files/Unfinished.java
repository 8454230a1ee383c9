package dev.leat.connector.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file under construction: it is written as {@code name.tmp} beside its final name and renamed
 * when it is complete. One thread at a time.
 */
final class Unfinished {

  static final String SUFFIX = ".tmp";

  private final Path target;
  private final LockedFile file;
  private boolean published;

  private Unfinished(Path target, LockedFile file) {
    this.target = target;
    this.file = file;
  }

  /**
   * Begins a file; what an earlier process left under construction is thrown away.
   *
   * @param header what it begins with
   */
  static Unfinished begin(Path target, byte[] header) throws IOException {
    LockedFile file = LockedFile.open(target.resolveSibling(target.getFileName() + SUFFIX));
    try {
      file.truncate(0);
      file.write(header, header.length);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new Unfinished(target, file);
  }

  void write(byte[] bytes, int length) throws IOException {
    file.write(bytes, length);
  }

  void sync() throws IOException {
    file.sync();
  }

  /** Gives the file its final name, in place of one that has it already. */
  void publish() throws IOException {
    try {
      Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(file.path(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    published = true;
    syncFolder();
  }

  /** Deletes the file if it was not published. */
  void discard() throws IOException {
    if (!published) {
      Files.deleteIfExists(file.path());
    }
  }

  void close() throws IOException {
    file.close();
  }

  /**
   * Makes the new name durable where the system allows to sync a folder; elsewhere it becomes
   * durable by itself.
   */
  private void syncFolder() {
    try (FileChannel folder =
        FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; the file itself was synced
    }
  }
}
