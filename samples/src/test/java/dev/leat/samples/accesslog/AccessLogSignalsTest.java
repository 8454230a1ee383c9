package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import dev.leat.samples.accesslog.FaultyService.Fault;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sample does on signals, as a process of its own. */
class AccessLogSignalsTest {

  @TempDir private Path folder;
  private AccessLogRun sample;

  @BeforeEach
  void prepare() {
    sample = new AccessLogRun(folder);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void shouldDeliverWhatItHasReadFromAnOpenPipe(String signal, int exitCode) throws Exception {
    String tail = "half a line \"GET";
    String mixed = new String(Logs.mixed(), StandardCharsets.UTF_8);
    String whole = mixed.substring(0, mixed.length() - tail.length()) + Logs.line(1, 500);
    Oracle oracle = new Oracle().read("stdin", whole.getBytes(StandardCharsets.UTF_8));
    try (FaultyService service = new FaultyService(Fault.SLOW);
        LeatProcess process = start(service, "-")) {
      OutputStream input = process.input();
      input.write((whole + tail).getBytes(StandardCharsets.UTF_8));
      input.flush();
      Waiting.until(() -> service.requests() == oracle.errors.size());

      long start = System.nanoTime();
      process.signal(signal);
      Result result = process.result();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(result.exitCode()).isEqualTo(exitCode);
      assertThat(result.err()).contains("SIG" + signal).hasLineCount(1);
      assertThat(result.out()).contains("ended before the end of its input");
      Outcome.in(sample.out()).matches(oracle);
    }
  }

  @Test
  void shouldAccountForWhatItHasReadOfALargeFile() throws Exception {
    byte[] piece = Logs.lines(200_000, 1_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 12; i++) {
      Files.write(
          folder.resolve("a.log"), piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    try (FaultyService service = new FaultyService(Fault.SLOW);
        LeatProcess process = start(service, "a.log")) {
      Waiting.until(() -> service.requests() > 8);

      process.signal("TERM");
      Result result = process.result();

      assertThat(result.exitCode()).isEqualTo(143);
      Outcome outcome = Outcome.in(sample.out());
      long lines = outcome.number("lines");
      assertThat(lines).isBetween(1_000L, 2_399_999L);
      byte[] read = firstLines(Files.readAllBytes(folder.resolve("a.log")), lines);
      assertThat(outcome.number("bytes")).isCloseTo(read.length, offset(200L));
      assertThat(outcome.number("parsed")).isEqualTo(lines);
      // A machine that is busy may not get all of the slow answers before the drain has to end.
      assertThat(outcome.number("errors")).isPositive();
      assertThat(outcome.number("errors") + outcome.number("failed")).isEqualTo(lines / 1_000);
    }
  }

  @Test
  void shouldGiveUpLookupsThatTakeTooLong() throws Exception {
    String log = sample.file("a.log", Logs.lines(20_000, 5));
    try (FaultyService silent = new FaultyService(Fault.SILENT);
        LeatProcess process = start(silent, log)) {
      Waiting.until(() -> silent.requests() > 8);

      long start = System.nanoTime();
      process.signal("TERM");
      Result result = process.result();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(result.exitCode()).isEqualTo(143);
      Outcome outcome = Outcome.in(sample.out());
      assertThat(outcome.number("errors")).isZero();
      assertThat(outcome.failed()).isNotEmpty();
      assertThat(outcome.failed().size()).isEqualTo((int) (outcome.number("parsed") / 5));
      assertThat(outcome.failed().getLast().get("cause").asString())
          .contains("asked to end before");
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, TERM, 143", "INT, INT, 130", "TERM, INT, 143"})
  void shouldAbortOnSecondSignal(String first, String second, int exitCode) throws Exception {
    String log = sample.file("a.log", Logs.lines(20_000, 5));
    try (FaultyService silent = new FaultyService(Fault.SILENT);
        LeatProcess process = start(silent, log)) {
      Waiting.until(() -> silent.requests() > 8);
      process.signal(first);
      Waiting.until(() -> process.err().contains("once more aborts"));

      long start = System.nanoTime();
      process.signal(second);
      Result result = process.result();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(result.exitCode()).isEqualTo(exitCode);
      assertThat(Outcome.names(sample.out())).noneMatch(name -> !name.endsWith(".tmp"));
    }
  }

  @Test
  void shouldEndWhileItMakesTheSampleLog() throws Exception {
    try (LeatProcess process = sample.process().start("run", "access-log")) {
      Waiting.until(() -> Outcome.names(folder.resolve("cache/leat")).size() == 1);

      process.signal("TERM");
      Result result = process.result();

      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(Outcome.names(folder.resolve("cache/leat"))).isEmpty();
    }
  }

  private LeatProcess start(FaultyService service, String input) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(sample.arguments(input)));
    arguments.addAll(List.of("--lookup-url", service.url()));
    return sample.process().start(arguments.toArray(String[]::new));
  }

  private static byte[] firstLines(byte[] log, long lines) {
    int end = 0;
    for (long line = 0; line < lines; end++) {
      line += log[end] == '\n' ? 1 : 0;
    }
    return Arrays.copyOf(log, end);
  }
}
