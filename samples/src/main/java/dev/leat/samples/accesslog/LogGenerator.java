package dev.leat.samples.accesslog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Makes lines of an access log: always the same ones, because the random numbers begin with a fixed
 * seed and are made here. One line in each thousand, unless said otherwise, has a status of 500 or
 * more. Not thread-safe.
 */
final class LogGenerator {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss +0000", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final List<String> PAGES =
      List.of(
          "/",
          "/index.html",
          "/shop",
          "/shop/cart",
          "/shop/checkout",
          "/login",
          "/logout",
          "/search",
          "/about.html",
          "/contact.html",
          "/blog",
          "/blog/archive",
          "/api/v1/orders",
          "/api/v1/stock",
          "/api/v2/orders",
          "/admin",
          "/favicon.ico",
          "/robots.txt",
          "/static/app.css",
          "/static/app.js");

  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
          "curl/8.14.1",
          "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/about)",
          "Monitor \\\"north\\\" 3.2",
          "-");

  private static final List<String> REFERERS =
      List.of(
          "-",
          "-",
          "https://www.example.com/",
          "https://www.example.com/shop?page=2",
          "https://search.example/?q=mill");

  private static final int[] FINE = {200, 200, 200, 200, 200, 200, 200, 304, 304, 206, 301, 404};
  private static final int[] RARE = {201, 204, 302, 400, 401, 403, 405, 410, 429, 499};
  private static final int[] ERRORS = {500, 500, 502, 503, 504};

  private final int linesPerError;
  private long seed = 20_261_010L;
  private long millis = Instant.parse("2026-10-10T00:00:00Z").toEpochMilli();
  private long formatted = -1;
  private String time = "";
  private int line;
  private int errorLine;

  LogGenerator() {
    this(1_000);
  }

  /** Of {@code linesPerError} lines one has a status of 500 or more. */
  LogGenerator(int linesPerError) {
    this.linesPerError = linesPerError;
  }

  /** Appends the next line, without a line end. */
  void next(StringBuilder out) {
    if (line % linesPerError == 0) {
      errorLine = line + below(linesPerError);
    }
    boolean error = line++ == errorLine;
    int status = status(error);
    address(out);
    out.append(" - ").append(below(50) == 0 ? "user" + below(200) : "-").append(" [");
    out.append(time()).append("] \"").append(below(20) == 0 ? "POST " : "GET ");
    path(out);
    out.append(" HTTP/").append(below(3) == 0 ? "2.0" : "1.1").append("\" ").append(status);
    out.append(' ');
    bytes(out, status);
    out.append(" \"").append(REFERERS.get(below(REFERERS.size())));
    out.append("\" \"").append(AGENTS.get(below(AGENTS.size()))).append('"');
  }

  /** A number from 0 to {@code bound} (exclusive). */
  private int below(int bound) {
    seed += 0x9E37_79B9_7F4A_7C15L; // SplitMix64
    long z = (seed ^ (seed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return (int) (((z ^ (z >>> 31)) >>> 1) % bound);
  }

  /** A number below {@code bound}, small ones far more often. */
  private int mostlySmall(int bound) {
    return below(1 + below(1 + below(bound)));
  }

  private int status(boolean error) {
    if (error) {
      return ERRORS[below(ERRORS.length)];
    }
    return below(50) == 0 ? RARE[below(RARE.length)] : FINE[below(FINE.length)];
  }

  /** Mostly of networks that the lookup service knows; the last two kinds are not. */
  private void address(StringBuilder out) {
    int kind = below(16);
    switch (kind) {
      case 0, 1, 2 -> out.append("10.").append(1 + kind).append('.').append(128 + below(128));
      case 3, 4 -> out.append("192.168.").append(below(256));
      case 5 -> out.append("172.").append(16 + below(16)).append('.').append(below(256));
      case 6 -> out.append("100.").append(64 + below(64)).append('.').append(below(256));
      case 7 -> out.append("198.").append(18 + below(2)).append('.').append(below(256));
      case 8, 9 -> out.append("203.0.113");
      case 10 -> out.append("198.51.100");
      case 11 -> out.append("192.0.2");
      case 12, 13 -> out.append("2001:db8:").append(kind - 11).append(":");
      case 14 -> out.append("2001:db8:ffff:");
      default -> out.append("233.252.0");
    }
    boolean six = kind >= 12 && kind <= 14;
    out.append(six ? ":" + Integer.toHexString(1 + below(65_535)) : "." + (1 + below(254)));
  }

  private String time() {
    millis += below(173);
    long second = millis / 1_000;
    if (second != formatted) {
      formatted = second;
      time = TIME.format(Instant.ofEpochSecond(second));
    }
    return time;
  }

  private void path(StringBuilder out) {
    switch (below(10)) {
      case 0, 1 -> out.append("/shop/item/").append(mostlySmall(50_000));
      case 2 -> out.append("/search?q=").append(Integer.toString(mostlySmall(200_000), 36));
      case 3 -> out.append("/blog/20").append(10 + below(17)).append('/').append(1 + below(12));
      case 4 -> out.append("/api/v").append(1 + below(2)).append("/orders/").append(below(9_000));
      case 5 -> out.append("/~old/").append(mostlySmall(400)).append(".html");
      default -> out.append(PAGES.get(mostlySmall(PAGES.size())));
    }
  }

  private void bytes(StringBuilder out, int status) {
    if (status == 304 || status == 204) {
      out.append('-');
    } else {
      out.append(100 + mostlySmall(400_000));
    }
  }
}
