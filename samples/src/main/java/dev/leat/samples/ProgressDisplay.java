package dev.leat.samples;

import dev.leat.pipeline.Job;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Shows the progress of a job: one block that is redrawn on a terminal, a line now and then
 * elsewhere. Thread-safe where it says something: a signal may speak, and a log message come, in
 * between.
 */
final class ProgressDisplay {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /** No line takes two rows, even if the terminal is narrower than it was a moment ago. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final String CLEAR_REST = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final Mode mode;
  private final Supplier<Terminal.Size> terminal;
  private final ProgressText text;
  private long nextLine;
  private List<String> drawn = List.of();

  /** How progress is shown. */
  enum Mode {
    /** Not at all. */
    NONE,
    /** As lines now and then. */
    LINES,
    /** As a block that is redrawn. */
    BLOCK;

    /**
     * How to show progress on standard error.
     *
     * @param environment the environment variables
     */
    static Mode of(boolean wanted, Map<String, String> environment) {
      if (!wanted) {
        return NONE;
      }
      boolean plain =
          !environment.getOrDefault("NO_COLOR", "").isEmpty()
              || environment.getOrDefault("TERM", "dumb").equals("dumb")
              || !Terminal.isStandardError();
      return plain ? LINES : BLOCK;
    }
  }

  /**
   * The progress of a job that begins now.
   *
   * @param terminal how much fits on the terminal, asked for each time a block is drawn
   * @param nanos the time, as of {@link System#nanoTime}
   */
  ProgressDisplay(
      PrintStream out, Mode mode, Supplier<Terminal.Size> terminal, String name, long nanos) {
    this.out = out;
    this.mode = mode;
    this.terminal = terminal;
    this.text = new ProgressText(name, nanos);
    this.nextLine = nanos + BETWEEN_LINES.toNanos();
  }

  /** Shows how far the job is now, if it is time. Called by one thread. */
  void update(Job job, long nanos) {
    switch (mode) {
      case NONE -> {}
      case LINES -> {
        if (nanos - nextLine >= 0) {
          nextLine = nanos + BETWEEN_LINES.toNanos();
          out.println(text.line(job.progress(), job.state(), nanos));
        }
      }
      case BLOCK -> {
        Terminal.Size size = terminal.get();
        draw(text.block(job.progress(), job.stats(), job.state(), nanos, size));
      }
    }
  }

  /** Shows the block for the last time; what is printed next stands below it. */
  void finish(Job job, long nanos) {
    if (isDrawn()) {
      update(job, nanos);
    }
    forget();
  }

  private synchronized boolean isDrawn() {
    return !drawn.isEmpty();
  }

  private synchronized void forget() {
    drawn = List.of();
  }

  /** Prints a line of text above the block. */
  synchronized void say(String line) {
    if (drawn.isEmpty()) {
      out.println(line);
      return;
    }
    StringBuilder screen = new StringBuilder();
    up(screen);
    out.println(screen.append(CLEAR_LINE).append(line).append(CLEAR_REST));
    List<String> block = drawn;
    drawn = List.of();
    draw(block);
  }

  private synchronized void draw(List<String> lines) {
    StringBuilder screen = new StringBuilder(NO_WRAP);
    up(screen);
    for (String line : lines) {
      screen.append(CLEAR_LINE).append(line).append('\n');
    }
    screen.append(CLEAR_BELOW).append(WRAP);
    out.print(screen);
    out.flush();
    drawn = lines;
  }

  /** Goes to the first line of the block. */
  private void up(StringBuilder screen) {
    if (!drawn.isEmpty()) {
      screen.append("\u001b[").append(drawn.size()).append('A');
    }
  }
}
