package dev.leat.samples.tcpingest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the results, which belongs to one process at a time. Parts that are there are never
 * written to again: counting goes on after the highest number.
 */
final class IngestFolder implements AutoCloseable {

  private static final Pattern PART = Pattern.compile("part-(\\d{5})(\\.torn(?:-\\d+)?)?\\.ndjson");

  /** More would not be in order by their names. */
  private static final int MOST_PARTS = 100_000;

  private final Path folder;
  private final FileChannel lock;
  private int next;

  private IngestFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes a folder, and makes it if there is none. A file whose last line is torn, because its
   * process was killed in the middle of it, gets another name: {@code part-00003.torn.ndjson}.
   *
   * @throws IOException if that is not possible; the message says what to do
   */
  @SuppressWarnings("resource") // the channel is closed with the folder
  static IngestFolder take(Path folder) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "cannot write to '%s': %s; choose another folder with --output"
              .formatted(folder, reason(e)),
          e);
    }
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            "another tcp-ingest writes to '%s'; end it or choose another folder with --output"
                .formatted(folder));
      }
      IngestFolder taken = new IngestFolder(folder, channel);
      taken.recover();
      return taken;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Many exceptions of the file system say nothing but the path. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "'%s' is no folder".formatted(exists.getFile());
      case FileSystemException other when other.getReason() == null ->
          "'%s' cannot be made".formatted(other.getFile());
      case FileSystemException other -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void recover() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      Matcher part = PART.matcher(name);
      if (part.matches()) {
        next = Math.max(next, Integer.parseInt(part.group(1)) + 1);
      }
      boolean ours = (part.matches() && part.group(2) == null) || file.equals(rejected());
      if (ours && isTorn(file)) {
        Path kept = free(name.substring(0, name.length() - ".ndjson".length()));
        Files.move(file, kept);
        System.err.printf(
            "leat: the last line of '%s' is torn: it is now '%s'%n", file, kept.getFileName());
      }
    }
  }

  private static boolean isTorn(Path file) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      long length = content.length();
      if (length == 0) {
        return false;
      }
      content.seek(length - 1);
      return content.read() != '\n';
    }
  }

  /** A name for a torn file that nothing has. */
  private Path free(String stem) {
    Path name = folder.resolve(stem + ".torn.ndjson");
    for (int i = 2; Files.exists(name); i++) {
      name = folder.resolve(stem + ".torn-" + i + ".ndjson");
    }
    return name;
  }

  /**
   * The next part; called by one thread.
   *
   * @throws IOException if there is no number left
   */
  Path nextPart() throws IOException {
    if (next >= MOST_PARTS) {
      throw new IOException(
          "'%s' has a part with the last number, %d; choose another folder with --output, or larger parts with --roll-size"
              .formatted(folder, MOST_PARTS - 1));
    }
    return folder.resolve(String.format(Locale.ROOT, "part-%05d.ndjson", next++));
  }

  Path rejected() {
    return folder.resolve("rejected.ndjson");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
