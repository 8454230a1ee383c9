package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Job.State;
import dev.leat.samples.ProgressDisplay.Mode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressDisplayTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final FakeJob job = new FakeJob();
  private Terminal.Size size = Terminal.Size.USUAL;

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

    assertThat(shown().split("\\Q\u001b[4A\\E", -1)).hasSize(3);
    assertThat(shown())
        .contains(
            "  parse      5,000      4,990      5,000  7 in flight  2 retried  3 dead letters\n");
    assertThat(shown()).endsWith("\u001b[?7h");
  }

  @Test
  void shouldSayThingsAboveTheBlock() {
    ProgressDisplay display = display(Mode.BLOCK);
    display.update(job, SECOND);
    String block = shown();
    bytes.reset();

    display.say("hello");

    assertThat(shown()).isEqualTo("\u001b[4A\r\u001b[2Khello\u001b[K\n" + block);
  }

  @Test
  void shouldSayThingsInALineWithoutBlock() {
    ProgressDisplay display = display(Mode.BLOCK);
    display.say("before");
    display.update(job, SECOND);
    display.finish(job, SECOND);
    bytes.reset();

    display.say("hello");

    assertThat(shown()).isEqualTo("hello\n");
  }

  @Test
  void shouldPutWholeLinesOfStandardErrorAboveTheBlock() {
    ProgressDisplay display = display(Mode.BLOCK);
    display.update(job, SECOND);
    String block = shown();
    bytes.reset();
    StandardError error = new StandardError(out);
    error.goAbove(display);
    PrintStream err = new PrintStream(error, true, StandardCharsets.UTF_8);

    err.print("hel");
    assertThat(shown()).isEmpty();
    err.print("lo\n");

    assertThat(shown()).isEqualTo("\u001b[4A\r\u001b[2Khello\u001b[K\n" + block);
  }

  @Test
  void shouldPrintTheRestOfALineWhenThereIsNoBlockAnyMore() {
    StandardError error = new StandardError(out);
    error.goAbove(display(Mode.BLOCK));
    PrintStream err = new PrintStream(error, true, StandardCharsets.UTF_8);
    err.print("hello");

    error.goAbove(null);

    assertThat(shown()).isEqualTo("hello");
  }

  @Test
  void shouldShowTimeAndAverageAtTheEnd() {
    job.state = State.DONE;
    job.done = job.size;
    ProgressDisplay display = display(Mode.LINES);

    display.update(job, 5 * SECOND);

    assertThat(shown()).endsWith("100 %  1.00 MB of 1.00 MB  200 kB/s  5.0 s\n");
  }

  @Test
  void shouldBreakTheFirstLineOfANarrowBlock() {
    size = new Terminal.Size(40, 24);
    ProgressDisplay display = display(Mode.BLOCK);
    job.done = 400_000;

    display.update(job, SECOND);

    assertThat(block())
        .startsWith(
            "fake  [####------]  40 %",
            "400 kB of 1.00 MB  400 kB/s  ETA 1.5 s", "  stage         in")
        .hasSize(5);
  }

  @Test
  void shouldShowAsManyColumnsAsThereIsRoom() {
    assertThat(rowAt(80))
        .isEqualTo("  parse      5,000      4,990      5,000  7 in flight  2 retried");
    assertThat(rowAt(54)).isEqualTo("  parse      5,000      4,990      5,000  7 in flight");
    assertThat(rowAt(53)).isEqualTo("  parse      5,000      4,990  7 in flight  2 retried");
    assertThat(rowAt(30)).isEqualTo("  parse      5,000  2 retried");
    assertThat(rowAt(16)).isEqualTo("  par      5,000");
  }

  @Test
  void shouldShowAsManyRowsAsThereIsRoom() {
    size = new Terminal.Size(80, 3);
    ProgressDisplay display = display(Mode.BLOCK);

    display.update(job, SECOND);

    assertThat(block()).hasSize(2).last().isEqualTo("  ... and 3 more");
  }

  @ParameterizedTest
  @CsvSource({
    "'30 100\n', 100, 30",
    "'0 0\n', 80, 24",
    "'', 80, 24",
    "'stty: no terminal', 80, 24",
    "'1 123456', 80, 24"
  })
  void shouldUnderstandTheSizeOfATerminal(String printed, int columns, int rows) {
    assertThat(Terminal.Size.parse(printed)).isEqualTo(new Terminal.Size(columns, rows));
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
    return new ProgressDisplay(out, mode, () -> size, "fake", 0);
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The lines of the block that was drawn, without what controls the terminal. */
  private List<String> block() {
    return shown().replaceAll("\u001b\\[[?0-9]*[a-zA-Z]|\r", "").lines().toList();
  }

  private String rowAt(int columns) {
    bytes.reset();
    size = new Terminal.Size(columns, 24);
    display(Mode.BLOCK).update(job, SECOND);
    return block().getLast();
  }
}
