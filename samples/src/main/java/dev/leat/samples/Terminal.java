package dev.leat.samples;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that the command was started in, whose size changes while people watch. Thread-safe;
 * {@code size} is written under this object's lock by the thread that handles the signal, and read
 * by the one that draws.
 */
final class Terminal {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int LONGEST = 32;

  private volatile Size size = Size.USUAL;

  private Terminal() {}

  /**
   * How much fits.
   *
   * @param columns characters in a row
   * @param rows rows
   */
  record Size(int columns, int rows) {

    /** Taken where nobody knows. */
    static final Size USUAL = new Size(80, 24);

    private static final Pattern PRINTED = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

    /** Reads what {@code stty size} prints: rows, then columns. */
    static Size parse(String printed) {
      Matcher matcher = PRINTED.matcher(printed.strip());
      if (!matcher.matches()) {
        return USUAL;
      }
      int rows = Integer.parseInt(matcher.group(1));
      int columns = Integer.parseInt(matcher.group(2));
      return rows == 0 || columns == 0 ? USUAL : new Size(columns, rows);
    }
  }

  /** Measures the terminal now and whenever it says that its size has changed. */
  static Terminal watch() {
    Terminal terminal = new Terminal();
    terminal.measure();
    ProcessSignal.handle("WINCH", terminal::measure);
    return terminal;
  }

  /** The size now. */
  Size size() {
    return size;
  }

  /** Whether standard error is one: the launcher knows; without it, Linux tells. */
  static boolean isStandardError() {
    String said = System.getProperty("leat.stderr.terminal");
    if (said != null) {
      return said.equals("true");
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Java cannot ask a terminal for its size, but a command can. */
  private synchronized void measure() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (stty.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        byte[] printed = stty.getInputStream().readNBytes(LONGEST);
        size = Size.parse(new String(printed, StandardCharsets.US_ASCII));
      } else {
        stty.destroyForcibly();
      }
    } catch (IOException e) {
      size = Size.USUAL; // there is no such command, or no terminal that belongs to the process
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
