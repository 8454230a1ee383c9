package dev.leat.samples;

import dev.leat.pipeline.Job;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a job: one block that is redrawn on a terminal, a line now and then
 * elsewhere. Thread-safe: a signal may speak in between.
 */
final class ProgressDisplay {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /** Lines are cut at the edge of the terminal instead of wrapped, so that none takes two rows. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_LINE = "\u001b[2K";

  private final PrintStream out;
  private final Mode mode;
  private final ProgressText text;
  private long nextLine;
  private int drawn;

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
              || !isTerminal(System.getProperty("leat.stderr.terminal"));
      return plain ? LINES : BLOCK;
    }

    /** The launcher knows; without it, Linux tells what the descriptor is. */
    private static boolean isTerminal(@Nullable String said) {
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
  }

  ProgressDisplay(PrintStream out, Mode mode, String name, long nanos) {
    this.out = out;
    this.mode = mode;
    this.text = new ProgressText(name, nanos);
    this.nextLine = nanos + BETWEEN_LINES.toNanos();
  }

  /** Shows how far the job is now, if it is time. */
  synchronized void update(Job job, long nanos) {
    switch (mode) {
      case NONE -> {}
      case LINES -> {
        if (nanos - nextLine >= 0) {
          nextLine = nanos + BETWEEN_LINES.toNanos();
          out.println(text.line(job.progress(), job.state(), nanos));
        }
      }
      case BLOCK -> draw(text.block(job.progress(), job.stats(), job.state(), nanos));
    }
  }

  /** Shows the block for the last time; what is printed next stands below it. */
  synchronized void finish(Job job, long nanos) {
    if (mode == Mode.BLOCK && drawn > 0) {
      update(job, nanos);
    }
    drawn = 0;
  }

  /** Prints a line of text above the block. */
  synchronized void say(String line) {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
    out.println(line);
  }

  private void draw(List<String> lines) {
    StringBuilder screen = new StringBuilder(NO_WRAP);
    if (drawn > 0) {
      screen.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      screen.append('\r').append(CLEAR_LINE).append(line).append('\n');
    }
    screen.append(WRAP);
    out.print(screen);
    out.flush();
    drawn = lines.size();
  }
}
