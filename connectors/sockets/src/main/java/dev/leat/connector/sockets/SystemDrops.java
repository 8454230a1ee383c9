package dev.leat.connector.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The datagrams that Linux has dropped because a socket had no room, as it tells in /proc. */
final class SystemDrops {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  private static final int ATTEMPTS = 3;

  private SystemDrops() {}

  /**
   * Those of the socket that is bound to a port; empty if that cannot be told. While sockets come
   * and go, the system may leave out rows of a table that is being read: so it is read again.
   */
  static OptionalLong of(int port) {
    OptionalLong drops = in(TABLES, port);
    for (int attempt = 1; drops.isEmpty() && attempt < ATTEMPTS; attempt++) {
      drops = in(TABLES, port);
    }
    return drops;
  }

  /** Empty as well if several sockets share the port, because then it is not clear which it is. */
  static OptionalLong in(List<Path> tables, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    long drops = -1;
    int sockets = 0;
    for (Path table : tables) {
      for (String row : rows(table)) {
        String[] columns = row.strip().split("\\s+", -1);
        if (columns.length > 2 && columns[1].endsWith(suffix)) {
          sockets++;
          drops = number(columns[columns.length - 1]);
        }
      }
    }
    return sockets == 1 && drops >= 0 ? OptionalLong.of(drops) : OptionalLong.empty();
  }

  private static List<String> rows(Path table) {
    try (Stream<String> lines = Files.lines(table)) {
      return lines.skip(1).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of(); // not Linux, or not for us to see
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
