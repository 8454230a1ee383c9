package dev.leat.samples.accesslog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log that is read when none is given: always the same lines, made once and kept in the user's
 * cache folder.
 */
final class SampleLog {

  /** How many lines it has; one in a thousand is a server error. */
  static final int LINES = 1_000_000;

  /** Part of the file's name, so that a change of the generator makes a new file. */
  private static final String NAME = "access-log-v1.log";

  private SampleLog() {}

  /** Where the log is kept: in {@code $XDG_CACHE_HOME/leat} or {@code ~/.cache/leat}. */
  static Path path(@Nullable String xdgCacheHome, String home) {
    Path xdg = xdgCacheHome == null || xdgCacheHome.isEmpty() ? null : Path.of(xdgCacheHome);
    Path cache = xdg != null && xdg.isAbsolute() ? xdg : Path.of(home, ".cache");
    return cache.resolve("leat").resolve(NAME);
  }

  /**
   * Writes the log beside its final name and then renames it, so that a file under that name is
   * always complete, also when two runs make it at once.
   *
   * @param stopped asked now and then; when it says true nothing is left behind
   * @return false if it was stopped
   * @throws IOException if the file cannot be written; the message says where and what to do
   */
  static boolean make(Path log, BooleanSupplier stopped) throws IOException {
    Path unfinished =
        log.resolveSibling(NAME + "." + ProcessHandle.current().pid() + ".tmp").toAbsolutePath();
    try {
      Files.createDirectories(unfinished.getParent());
      boolean complete = write(unfinished, stopped);
      if (complete) {
        Files.move(unfinished, log, StandardCopyOption.ATOMIC_MOVE);
      }
      return complete;
    } catch (IOException e) {
      throw new IOException(
          "cannot write the sample log '%s' (%s); set XDG_CACHE_HOME to a folder with 200 MB of room, or read a log of your own with --input"
              .formatted(log, describe(e)),
          e);
    } finally {
      unfinished.toFile().delete(); // is not there if all went well
    }
  }

  private static boolean write(Path file, BooleanSupplier stopped) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      LogGenerator generator = new LogGenerator();
      StringBuilder line = new StringBuilder(300);
      for (int i = 0; i < LINES; i++) {
        if (i % 1_000 == 0 && stopped.getAsBoolean()) {
          return false;
        }
        line.setLength(0);
        generator.next(line);
        out.append(line.append('\n'));
      }
      return true;
    }
  }

  private static String describe(IOException e) {
    String type = e.getClass().getSimpleName().replace("Exception", "");
    String words = type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return e instanceof java.nio.file.FileSystemException && e.getMessage() != null
        ? words + " " + e.getMessage()
        : String.valueOf(e.getMessage());
  }
}
