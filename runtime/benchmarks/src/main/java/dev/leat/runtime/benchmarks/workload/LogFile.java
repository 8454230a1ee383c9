package dev.leat.runtime.benchmarks.workload;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** A web server's log in the common log format, lines of 97 bytes on average. */
final class LogFile {

  private static final int[] STATUS = {200, 200, 200, 200, 200, 200, 304, 404, 301, 500};
  private static final long SEED = 4_711;
  private static final int REPEATED = 32 << 20;
  private static final long MOST_KEPT = 2_000_000_000;

  private LogFile() {}

  /** A log of exactly so many bytes, which ends with a complete line; made if it is not there. */
  static Path of(Path folder, long bytes) throws IOException {
    Path log = folder.resolve("common-%d.log".formatted(bytes));
    if (Files.exists(log) && Files.size(log) == bytes) {
      return log;
    }
    Files.createDirectories(folder);
    Path unfinished = folder.resolve("common.tmp");
    Random random = new Random(SEED);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20)) {
      long left = bytes;
      byte[] lines = {};
      while (left > REPEATED) {
        lines = lines.length == 0 ? lines(random) : lines;
        out.write(lines);
        left -= lines.length;
      }
      while (left > 0) {
        byte[] line = line(random);
        if (left < 2L * line.length) {
          line = last((int) left);
        }
        out.write(line);
        left -= line.length;
      }
    }
    Files.move(unfinished, log, StandardCopyOption.REPLACE_EXISTING);
    return log;
  }

  /** Removes a log that is too large to be kept. */
  static void deleteIfHuge(Path log) throws IOException {
    if (Files.size(log) > MOST_KEPT) {
      Files.delete(log);
    }
  }

  /** Less than {@link #REPEATED} bytes, which large logs have again and again. */
  private static byte[] lines(Random random) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    while (lines.size() < REPEATED / 2) {
      lines.writeBytes(line(random));
    }
    return lines.toByteArray();
  }

  private static byte[] line(Random random) {
    String line =
        "%d.%d.%d.%d - - [28/Nov/2026:10:%02d:%02d +0000] \"GET /shop/%s/item-%d HTTP/1.1\" %d %d\n"
            .formatted(
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(60),
                random.nextInt(60),
                "a-category-of-things".substring(0, 8 + random.nextInt(13)),
                random.nextInt(100_000),
                STATUS[random.nextInt(STATUS.length)],
                random.nextInt(100_000));
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] last(int length) {
    String end = " 500 1\n";
    return (" ".repeat(Math.max(0, length - end.length())) + end)
        .substring(Math.max(0, end.length() - length))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
