package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.Screen;
import dev.leat.samples.Waiting;
import dev.leat.samples.accesslog.FaultyService.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a person sees on a terminal while the sample runs. The lookup service of the tests holds
 * every answer back until a test has seen enough, so nothing depends on how fast anything is.
 */
@Tag("screen")
class AccessLogScreenTest {

  private static final String HEADER = "access-log  [";

  /** All that the first lines of the block say while elements flow. */
  private static final Pattern RUNNING =
      Pattern.compile(
          "access-log  \\[#+-+]  \\d\\d %\\s+[\\d.]+ MB of [\\d.]+ MB  [\\d.]+ [kM]?B/s\\s+ETA [\\d.:]+ \\w+\n");

  private static final List<String> STAGES =
      List.of(
          "lines",
          "parse",
          "filter@AccessLogJob.java",
          "map@AccessLogJob.java",
          "network",
          "owner",
          "errors",
          "aggregate@AccessLogJob.java",
          "summary",
          "dead letters of lines",
          "dead letters of network");

  @TempDir private Path folder;
  private final CountDownLatch answers = new CountDownLatch(1);
  private FaultyService service;
  private AccessLogRun sample;

  /** Most of the log can be delivered at once, so that there is a rate; the errors cannot. */
  @BeforeEach
  void prepare() throws Exception {
    service = new FaultyService(Fault.SLOW);
    service.beforeFirstAnswer(answers::await);
    sample = new AccessLogRun(folder);
    sample.file("a.log", Logs.lines(50_000, 100_000) + Logs.lines(2_000, 2));
  }

  @AfterEach
  void stopService() throws Exception {
    answers.countDown();
    service.close();
  }

  @ParameterizedTest
  @CsvSource({"100, 30", "80, 24", "40, 16"})
  void shouldRedrawOneBlock(int columns, int rows) throws Exception {
    try (Screen screen = run(columns, rows)) {
      awaitRedraws(screen);

      List<String> shown = screen.all();
      assertThat(shown).hasSizeLessThan(rows);
      assertBlock(shown);
      assertThat(screen.unwrapped()).hasSameSizeAs(shown);
      assertThat(screen.isNormal()).isTrue();
    }
  }

  @Test
  void shouldShowWhatEachStageDoes() throws Exception {
    try (Screen screen = run(100, 30)) {
      awaitRedraws(screen);

      assertThat(screen.all())
          .anyMatch(row -> row.matches("  stage +in +out +in/s"))
          .anyMatch(row -> row.matches("  parse +52,000 +52,000 +[\\d,]+"))
          .anyMatch(row -> row.matches("  network +\\d+ +0 +\\d+  \\d+ in flight"));
    }
  }

  @Test
  void shouldShowTheTableBelowTheLastBlock() throws Exception {
    try (Screen screen = run(100, 30)) {
      awaitRedraws(screen);
      answers.countDown();

      List<String> shown = screen.awaitExit(0);

      assertBlock(shown);
      assertThat(shown.getFirst()).startsWith(HEADER + "####################] 100 %");
      assertThat(shown.get(STAGES.size() + 2)).startsWith("access-log: ").contains(" MB in ");
      assertThat(shown).anyMatch(row -> row.matches("200 +51,000 +98.08%"));
      assertThat(shown.get(shown.size() - 2)).startsWith("results: ");
      assertThat(screen.isNormal()).isTrue();
    }
  }

  @Test
  void shouldSayThatItDrainsAboveTheBlock() throws Exception {
    try (Screen screen = run(100, 30)) {
      awaitRedraws(screen);

      screen.press("C-c");
      List<String> draining = screen.await(text -> text.contains("B/s  draining\n"));

      assertThat(draining.getFirst())
          .isEqualTo("leat: SIGINT: delivering what is in flight; once more aborts");
      assertBlock(draining.subList(1, draining.size()));
      assertThat(draining).noneMatch(row -> row.contains("^C"));

      answers.countDown();
      List<String> ended = screen.awaitExit(130);

      assertThat(ended.getFirst()).startsWith("leat: SIGINT");
      assertBlock(ended.subList(1, ended.size()));
      assertThat(ended).anyMatch(row -> row.contains("ended before the end of its input"));
      assertThat(screen.isNormal()).isTrue();
    }
  }

  @Test
  void shouldLeaveTheTerminalNormalWhenItIsAborted() throws Exception {
    try (Screen screen = run(100, 30)) {
      awaitRedraws(screen);
      screen.press("C-c");
      screen.await(text -> text.contains("once more aborts") && text.contains(HEADER));

      screen.press("C-c");
      List<String> ended = screen.awaitExit(130);

      assertThat(ended).filteredOn(row -> row.startsWith(HEADER)).hasSize(1);
      assertThat(ended).contains("leat: aborted by a second signal; no results were written");
      assertThat(screen.isNormal()).isTrue();
    }
  }

  @Test
  void shouldShowPlainLinesWithoutColours() throws Exception {
    try (Screen screen = run(100, 30, Map.of("NO_COLOR", "1"))) {
      List<String> waiting = screen.await(text -> text.contains(HEADER));

      assertThat(waiting).allMatch(row -> row.startsWith(HEADER));

      answers.countDown();
      assertThat(screen.awaitExit(0)).noneMatch(row -> row.contains("in/s"));
    }
  }

  @Test
  void shouldShowNoProgressWhenNotWanted() throws Exception {
    try (Screen screen = run(100, 30, Map.of(), "--no-progress")) {
      Waiting.until(() -> service.requests() > 8);
      answers.countDown();

      assertThat(screen.awaitExit(0).getFirst()).startsWith("access-log: ");
    }
  }

  @Test
  void shouldShowOnlyWhatFitsOnALowTerminal() throws Exception {
    try (Screen screen = run(100, 8)) {
      awaitRedraws(screen);

      List<String> shown = screen.all();
      assertThat(shown).hasSize(7);
      assertThat(shown.getFirst()).startsWith(HEADER);
      assertThat(shown.getLast()).isEqualTo("  ... and 7 more");
    }
  }

  @Test
  void shouldUseTheRoomOfATerminalThatGrows() throws Exception {
    try (Screen screen = run(40, 30)) {
      awaitRedraws(screen);
      assertThat(screen.all()).noneMatch(row -> row.contains("in/s"));

      screen.resize(100);

      assertBlock(screen.await(text -> text.contains(" in flight")));
    }
  }

  private Screen run(int columns, int rows) throws Exception {
    return run(columns, rows, Map.of());
  }

  private Screen run(int columns, int rows, Map<String, String> environment, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "access-log", "--input", "a.log"));
    arguments.addAll(List.of("--output", "out", "--lookup-url", service.url()));
    arguments.addAll(List.of(more));
    List<String> command = sample.process().command(arguments.toArray(String[]::new));
    return Screen.open(folder, columns, rows, environment, command);
  }

  /** Waits until the block has been drawn several times with all that it can say. */
  private static void awaitRedraws(Screen screen) throws Exception {
    Set<String> seen = new HashSet<>();
    screen.await(text ->
        RUNNING.matcher(text).find()
            && text.contains("52,000")
            && seen.add(text)
            && seen.size() > 3);
  }

  /** Checks that there is one block, and that it begins in the first row. */
  private static void assertBlock(List<String> shown) {
    assertThat(shown.getFirst()).startsWith(HEADER);
    assertThat(shown).filteredOn(row -> row.startsWith(HEADER)).hasSize(1);
    List<String> titles = shown.stream().filter(row -> row.startsWith("  stage ")).toList();
    assertThat(titles).hasSize(1);
    int first = shown.indexOf(titles.getFirst()) + 1;
    assertThat(first).isBetween(2, 3);
    assertThat(shown.subList(first, first + STAGES.size()))
        .zipSatisfy(STAGES, (row, stage) -> assertThat(row).startsWith("  " + stage));
  }
}
