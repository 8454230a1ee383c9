package dev.leat.connector.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is appended to in place. Whole elements are written at a time. When the job fails,
 * the file is cut back to what it was, unless somebody else has appended to it as well.
 */
final class AppendedFile implements Output {

  private static final byte[] NEWLINE = {'\n'};

  private final LockedFile file;
  private final boolean existed;
  private final long before;
  private long after;

  /**
   * Opens the file at its end.
   *
   * @param lines whether a last line without line end gets one first
   */
  AppendedFile(Path target, boolean lines) throws IOException {
    existed = Files.exists(target);
    file = LockedFile.open(target);
    try {
      before = file.length();
      after = before;
      int last = file.lastByte();
      file.truncate(before);
      if (lines && last != '\n') {
        write(NEWLINE, 1);
      }
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    after += length; // first, because a failing write may have written a part of it
    file.write(bytes, length);
  }

  @Override
  public boolean isFollowed() {
    return true;
  }

  @Override
  public void flush() throws IOException {
    file.sync();
  }

  @Override
  public void commit() {}

  @Override
  public void abort() throws IOException {
    if (file.length() > after) {
      return;
    }
    file.truncate(before);
    if (!existed) {
      Files.deleteIfExists(file.path());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
