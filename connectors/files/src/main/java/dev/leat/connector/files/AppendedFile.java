package dev.leat.connector.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

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
  private boolean committed;

  /**
   * Opens the file at its end.
   *
   * @param lines whether a last line without line end gets one first
   * @param header what the file begins with, or is made to begin with if it is empty
   */
  AppendedFile(Path target, boolean lines, byte[] header) throws IOException {
    existed = Files.exists(target);
    file = LockedFile.open(target);
    try {
      before = file.length();
      after = before;
      requireHeader(header);
      int last = file.lastByte();
      file.truncate(before);
      if (lines && last != '\n') {
        write(NEWLINE, 1);
      }
      if (before == 0) {
        write(header, header.length);
      }
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void requireHeader(byte[] header) throws IOException {
    if (before > 0 && !Arrays.equals(file.head(header.length), header)) {
      throw new IOException(
          "it does not begin with the header '%s', so its columns are others; append to another file"
              .formatted(new String(header, StandardCharsets.UTF_8).strip()));
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
  public void commit() {
    committed = true;
  }

  @Override
  public void abort() throws IOException {
    if (committed || file.length() > after) {
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
