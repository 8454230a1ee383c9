package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the sample writes and what it prints, as a process of its own. */
class AccessLogOutputTest {

  @TempDir private Path folder;
  private AccessLogRun sample;

  @BeforeEach
  void prepare() {
    sample = new AccessLogRun(folder);
  }

  @Test
  void shouldPrintTheSummaryAsOneLineOfJson() throws Exception {
    String log = sample.file("a.log", Logs.mixed());
    List<String> arguments = new ArrayList<>(List.of(sample.arguments(log)));
    arguments.add("--json");

    Result result = sample.process().run(arguments.toArray(String[]::new));

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).hasLineCount(1).endsWith("}\n");
    assertThat(result.out()).isEqualTo(Files.readString(sample.out().resolve("summary.json")));
  }

  @Test
  void shouldPrintTable() throws Exception {
    String control = Logs.line(1, 404).replace("/shop", "/\u001b[31m" + "x".repeat(100));

    Result result = sample.run(sample.file("a.log", Logs.lines(1_200, 100) + control));

    assertThat(result.out())
        .contains("lines                    1,201\n")
        .contains("server errors               12\n")
        .contains("  looked up                 12  errors.ndjson\n")
        .contains("404                          1   0.08%\n")
        .contains("              1  /?[31mxxxx")
        .doesNotContain("\u001b")
        .endsWith("results: " + sample.out().toRealPath() + "\n");
  }

  @Test
  void shouldFailWhenStandardOutputIsFull() throws Exception {
    String log = sample.file("a.log", Logs.line(1, 200));

    Result result = sample.process().redirect(">/dev/full").run(sample.arguments(log));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("leat: cannot write to standard output: ").hasLineCount(1);
    assertThat(Outcome.in(sample.out()).number("lines")).isEqualTo(1);
  }

  @Test
  void shouldWriteToDefaultFolder() throws Exception {
    String log = sample.file("a.log", Logs.lines(10, 5));

    sample.process().run("run", "access-log", "--input", log, "--no-progress");

    assertThat(Outcome.in(folder.resolve("leat-out/access-log")).number("lines")).isEqualTo(10);
  }

  @Test
  void shouldReplaceEarlierResultsOnlyWhenTheNewOnesAreComplete() throws Exception {
    sample.outcome(sample.file("first.log", Logs.lines(10, 2)));

    Result failed = sample.run("first.log", sample.file("broken.log.gz", "no gzip"));

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(Outcome.in(sample.out()).number("lines")).isEqualTo(10);

    sample.outcome(sample.file("second.log", Logs.lines(20, 2)));

    assertThat(Outcome.in(sample.out()).number("lines")).isEqualTo(20);
  }

  @Test
  void shouldFailWhenTheFolderIsAFile() throws Exception {
    sample.file("out", "a file");

    Result result = sample.run(sample.file("a.log", Logs.lines(10, 2)));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("leat: cannot write to 'out': it is not a folder")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).hasContent("a file");
  }

  @Test
  void shouldFailWhenTheFolderCannotBeMade() throws Exception {
    String log = sample.file("a.log", Logs.lines(10, 2));

    Result result =
        sample.process().run("run", "access-log", "--input", log, "--output", "/proc/leat");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("leat: cannot write to '/proc/leat'").hasLineCount(1);
  }

  @Test
  void shouldFailWhenTheDiskIsFull() throws Exception {
    String log = sample.file("a.log", "rejected\n".repeat(5_000));

    Result result = sample.process().after("ulimit -f 64").run(sample.arguments(log));

    sample.assertFailed(result, "rejected.ndjson");
  }

  @Test
  void shouldShowStackTraceOnlyWhenAsked() throws Exception {
    List<String> arguments = new ArrayList<>(List.of(sample.arguments("nowhere.log")));
    arguments.add("--verbose");

    Result result = sample.process().run(arguments.toArray(String[]::new));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("nowhere.log", "\tat dev.leat.");
  }

  @Test
  void shouldNotBeDisturbedByClosedStandardOutput() throws Exception {
    String log = sample.file("a.log", Logs.lines(2_000, 10));

    Result closed = sample.process().redirect(">&-").run(sample.arguments(log));
    Result reader = sample.process().redirect("> >(exec true)").run(sample.arguments(log));

    assertThat(closed.exitCode()).isZero();
    assertThat(reader.exitCode()).isZero();
    assertThat(reader.err()).isEmpty();
    assertThat(Outcome.in(sample.out()).number("lines")).isEqualTo(2_000);
  }

  @Test
  void shouldPrintLinesOfProgressNowAndThen() throws Exception {
    try (LeatProcess process =
        sample.process().start("run", "access-log", "--output", "out", "--input", "-")) {
      try (OutputStream input = process.input()) {
        for (int line = 0; !process.err().contains("access-log  "); line++) {
          input.write(Logs.line(line, 200).getBytes(StandardCharsets.UTF_8));
          input.flush();
          Waiting.pause();
        }
      }
      Result result = process.result();

      assertThat(result.exitCode()).isZero();
      assertThat(result.err()).doesNotContain("\u001b").contains("B/s");
    }
  }

  @Test
  @Timeout(180)
  void shouldMakeTheSampleLogOnce() throws Exception {
    String[] arguments = {"run", "access-log", "--output", "out", "--json", "--no-progress"};
    Path log = folder.resolve("cache/leat/access-log-v1.log");

    Outcome outcome = sample.outcome(sample.process().run(arguments));
    Object made = Files.getLastModifiedTime(log);
    Result second = sample.process().run(arguments);

    assertThat(second.exitCode()).isZero();
    assertThat(Files.getLastModifiedTime(log)).isEqualTo(made);
    assertThat(Outcome.names(folder.resolve("cache/leat")))
        .containsExactly(log.getFileName().toString());
    assertThat(outcome.number("lines")).isEqualTo(1_000_000);
    assertThat(outcome.number("parsed")).isEqualTo(1_000_000);
    assertThat(outcome.number("bytes")).isEqualTo(Files.size(log));
    assertThat(outcome.errors()).hasSize(1_000);
  }

  @Test
  void shouldSayWhereTheSampleLogCannotBeWritten() throws Exception {
    sample.file("cache", "a file");

    Result result = sample.process().run("run", "access-log", "--no-progress");

    sample.assertFailed(result, "cache", "XDG_CACHE_HOME", "--input");
  }

  @Test
  void shouldExplainWithoutReadingOrWriting() throws Exception {
    Result text =
        sample
            .process()
            .run("explain", "access-log", "--input", "nowhere.log", "--concurrency", "7");
    Result json = sample.process().run("explain", "access-log", "--json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("parse", "network", "owner", "concurrency 7", "nowhere.log");
    assertThat(Outcome.json(json.out()).isObject()).isTrue();
    assertThat(Outcome.names(folder)).isEmpty();
  }
}
