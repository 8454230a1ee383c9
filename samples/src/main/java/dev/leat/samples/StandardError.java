package dev.leat.samples;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes to standard error, on which progress may be drawn: what anybody prints meanwhile, a log
 * message for instance, goes above it, a line at a time. Thread-safe.
 */
final class StandardError extends OutputStream {

  private static volatile @Nullable StandardError installed;

  private final PrintStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable ProgressDisplay display;

  StandardError(PrintStream out) {
    this.out = out;
  }

  /** Becomes {@link System#err}. */
  static void install() {
    PrintStream out = System.err;
    StandardError error = new StandardError(out);
    System.setErr(new PrintStream(error, true, out.charset()));
    installed = error;
  }

  /** Where a display draws: standard error, past all that keeps clear of the display. */
  static PrintStream canvas() {
    StandardError error = installed;
    return error == null ? System.err : error.out;
  }

  /** Lets all that is printed go above this display from now on, or above none. */
  static void above(@Nullable ProgressDisplay display) {
    StandardError error = installed;
    if (error != null) {
      error.goAbove(display);
    }
  }

  synchronized void goAbove(@Nullable ProgressDisplay next) {
    if (next == null) {
      out.writeBytes(line.toByteArray());
      line.reset();
      out.flush();
    }
    display = next;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    ProgressDisplay shown = display;
    if (shown == null) {
      out.write(bytes, from, length);
      out.flush();
      return;
    }
    for (int at = from; at < from + length; at++) {
      if (bytes[at] == '\n') {
        shown.say(line.toString(out.charset()).stripTrailing());
        line.reset();
      } else {
        line.write(bytes[at]);
      }
    }
  }
}
