package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Job.State;
import dev.leat.samples.ProgressDisplay.Mode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final FakeJob job = new FakeJob();

  @Test
  void shouldShowRateShareAndTimeLeft() {
    ProgressDisplay display = display(Mode.LINES);
    job.done = 400_000;

    display.update(job, 5 * SECOND);

    assertThat(shown())
        .isEqualTo("fake  [########------------]  40 %  400 kB of 1.00 MB  80.0 kB/s  ETA 7.5 s\n");
  }

  @Test
  void shouldPrintLinesOnlyNowAndThen() {
    ProgressDisplay display = display(Mode.LINES);
    for (int tenths = 0; tenths < 149; tenths++) {
      display.update(job, tenths * SECOND / 10);
    }

    assertThat(shown()).hasLineCount(2);
  }

  @Test
  void shouldShowNoShareOfUnknownSize() {
    job.size = -1;
    job.done = 1_234_567;
    ProgressDisplay display = display(Mode.LINES);

    display.update(job, 5 * SECOND);

    assertThat(shown()).isEqualTo("fake  1.23 MB  247 kB/s\n");
  }

  @Test
  void shouldSayThatItDrainsAndThatNothingMoves() {
    job.state = State.DRAINING;
    job.sinceLast = Duration.ofSeconds(42);
    ProgressDisplay display = display(Mode.LINES);

    display.update(job, 5 * SECOND);

    assertThat(shown()).endsWith("  draining  nothing delivered for 42 s\n");
  }

  @Test
  void shouldRedrawBlockInPlace() {
    ProgressDisplay display = display(Mode.BLOCK);
    job.deadLetters = 3;

    display.update(job, SECOND);
    display.update(job, 2 * SECOND);
    display.finish(job, 3 * SECOND);

    String up = "\u001b[3A";
    assertThat(shown().split("\\Q" + up + "\\E", -1)).hasSize(3);
    assertThat(shown())
        .contains(
            "  parse           5,000 in           4,990 out  7 in flight  2 retried  3 dead letters\n");
    assertThat(shown()).endsWith("\u001b[?7h");
  }

  @Test
  void shouldShowNothingWhenNotWanted() {
    ProgressDisplay display = display(Mode.NONE);

    display.update(job, 50 * SECOND);
    display.finish(job, 51 * SECOND);

    assertThat(shown()).isEmpty();
  }

  @Test
  void shouldDrawBlocksOnTerminalsOnly() {
    System.setProperty("leat.stderr.terminal", "true");
    try {
      assertThat(Mode.of(true, Map.of("TERM", "xterm"))).isEqualTo(Mode.BLOCK);
      assertThat(Mode.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(Mode.LINES);
      assertThat(Mode.of(true, Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(Mode.BLOCK);
      assertThat(Mode.of(true, Map.of("TERM", "dumb"))).isEqualTo(Mode.LINES);
      assertThat(Mode.of(false, Map.of("TERM", "xterm"))).isEqualTo(Mode.NONE);
      System.setProperty("leat.stderr.terminal", "false");
      assertThat(Mode.of(true, Map.of("TERM", "xterm"))).isEqualTo(Mode.LINES);
    } finally {
      System.clearProperty("leat.stderr.terminal");
    }
  }

  private ProgressDisplay display(Mode mode) {
    return new ProgressDisplay(out, mode, "fake", 0);
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
