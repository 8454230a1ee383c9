package dev.leat.samples.accesslog;

import java.nio.charset.StandardCharsets;

/** Logs for tests. */
final class Logs {

  private Logs() {}

  /** A line with this status; the path is the number of the line. */
  static String line(int number, int status) {
    return "192.0.2.%d - - [10/Oct/2026:13:55:36 +0000] \"GET /shop/%d?q=%d HTTP/1.1\" %d 17 \"-\" \"test\"\n"
        .formatted(number % 250, number % 23, number, status);
  }

  /** So many lines, of which every {@code every}-th is a server error. */
  static String lines(int count, int every) {
    StringBuilder log = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      log.append(line(i, i % every == 0 ? 503 : 200));
    }
    return log.toString();
  }

  /** Lines of all kinds: good ones, IPv6, unknown clients and paths, and broken ones. */
  static byte[] mixed() {
    StringBuilder log = new StringBuilder(lines(5_000, 100));
    String agent = "\"-\" \"a \\\"b\\\" \\\\\"\n";
    log.append("2001:db8:1::5 - - [10/Oct/2026:13:55:36 +0000] \"GET /api HTTP/2.0\" 500 - ");
    log.append(agent);
    log.append("233.252.0.9 - eve [10/Oct/2026:13:55:36 +0000] \"GET /none HTTP/1.1\" 502 9 ");
    log.append(agent);
    log.append("\n\nno log line\n");
    log.append("x".repeat(1_500)).append('\n');
    log.append(lines(3_000, 1_000)).append("\0\0\0\n").append("half a line \"GET");
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }
}
