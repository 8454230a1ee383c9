package dev.leat.samples.accesslog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes logs of any size with the generator of the sample. */
public final class BenchmarkLog {

  private BenchmarkLog() {}

  /**
   * Writes the first lines of the sample's log, until there are so many lines and so many bytes.
   * The file gets its name when it is complete.
   */
  public static void write(Path log, long lines, long bytes) throws IOException {
    write(log, lines, bytes, new LogGenerator());
  }

  /** Writes so many lines, of which one in {@code linesPerError} is a server error. */
  public static void write(Path log, long lines, int linesPerError) throws IOException {
    write(log, lines, 0, new LogGenerator(linesPerError));
  }

  private static void write(Path log, long lines, long bytes, LogGenerator generator)
      throws IOException {
    Path unfinished = log.resolveSibling(log.getFileName() + ".tmp");
    long written = 0;
    try (BufferedWriter out = Files.newBufferedWriter(unfinished, StandardCharsets.US_ASCII)) {
      StringBuilder line = new StringBuilder(300);
      for (long i = 0; i < lines || written < bytes; i++) {
        line.setLength(0);
        generator.next(line);
        out.append(line.append('\n'));
        written += line.length();
      }
    }
    Files.move(unfinished, log, StandardCopyOption.REPLACE_EXISTING);
  }
}
