package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The sample as users start it: a process of its own on real files. */
class AccessLogTest {

  @TempDir Path folder;

  private Path log(byte[] content) throws Exception {
    return Files.write(folder.resolve("access.log"), content);
  }

  private Path log(String content) throws Exception {
    return log(content.getBytes(StandardCharsets.UTF_8));
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Result run(String... options) throws Exception {
    return LeatProcess.in(folder).run(arguments(options));
  }

  private static String[] arguments(String... options) {
    return Stream.concat(
            Stream.of("run", "access-log", "--output", "out", "--json", "--no-progress"),
            Arrays.stream(options))
        .toArray(String[]::new);
  }

  private Outcome outcome(Result result) throws Exception {
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Outcome.in(out());
  }

  private void nothingPublished(Result result, String... said) throws Exception {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains(said).doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
    assertThat(Outcome.names(out()))
        .doesNotContain("errors.ndjson", "failed.ndjson", "rejected.ndjson", "summary.json");
  }

  @Test
  void shouldAccountForEveryLineOfAMixedLog() throws Exception {
    byte[] log = Logs.mixed();
    log(log);

    Result result = run("--input", "access.log");

    outcome(result).matches(new Oracle().read("access.log", log));
    assertThat(result.out()).hasLineCount(1);
    assertThat(Outcome.json(result.out())).isEqualTo(Outcome.in(out()).summary());
  }

  @Test
  void shouldLeaveNullForUnknownClientsAndPaths() throws Exception {
    log(Logs.mixed());

    JsonNode unknown =
        outcome(run("--input", "access.log")).errors().stream()
            .filter(error -> error.get("ip").asString().equals("233.252.0.9"))
            .findFirst()
            .orElseThrow();

    assertThat(unknown.get("network").isNull()).isTrue();
    assertThat(unknown.get("owner").isNull()).isTrue();
  }

  @Test
  void shouldTakeAnEmptyFileForNoLines() throws Exception {
    log("");

    assertThat(outcome(run("--input", "access.log")).number("lines")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n", "\0\n", "\u00e9", "no log line"})
  void shouldRejectLinesThatAreNoRecords(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    log(bytes);

    outcome(run("--input", "access.log")).matches(new Oracle().read("access.log", bytes));
  }

  @Test
  void shouldReadWindowsLineEndsAndALastLineWithoutOne() throws Exception {
    String text = Logs.lines(50, 10).replace("\n", "\r\n");
    byte[] bytes = text.substring(0, text.length() - 2).getBytes(StandardCharsets.UTF_8);
    log(bytes);

    outcome(run("--input", "access.log")).matches(new Oracle().read("access.log", bytes));
  }

  @Test
  void shouldRejectAHugeLineAndGoOn() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Logs.lines(10, 5).getBytes(StandardCharsets.UTF_8));
    byte[] huge = new byte[50 << 20];
    Arrays.fill(huge, (byte) 'x');
    bytes.writeBytes(huge);
    bytes.write('\n');
    bytes.writeBytes(Logs.lines(10, 5).getBytes(StandardCharsets.UTF_8));
    log(bytes.toByteArray());

    Outcome outcome = outcome(run("--input", "access.log"));

    assertThat(outcome.number("lines")).isEqualTo(21);
    assertThat(outcome.rejected()).hasSize(1);
    JsonNode rejected = outcome.rejected().getFirst();
    assertThat(rejected.get("line").asLong()).isEqualTo(11);
    assertThat(rejected.get("truncated").asBoolean()).isTrue();
    assertThat(rejected.get("text").asString()).hasSize(1_000);
    assertThat(outcome.errors()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.log", "nothing-*.log", "empty-folder"})
  void shouldSayWhatCannotBeRead(String input) throws Exception {
    Files.createDirectory(folder.resolve("empty-folder"));

    nothingPublished(run("--input", input), input);
  }

  @Test
  void shouldPublishNothingOfATruncatedGzipFile() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Logs.lines(20_000, 100).getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Files.write(folder.resolve("access.log.gz"), cut);

    nothingPublished(run("--input", "access.log.gz"), "access.log.gz");
  }

  @Test
  void shouldSayThatTheOutputIsNoFolder() throws Exception {
    log(Logs.lines(10, 5));
    Files.writeString(out(), "a file");

    Result result = run("--input", "access.log");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("out").doesNotContain("\tat ");
    assertThat(out()).hasContent("a file");
  }

  @Test
  void shouldRefuseAnInputInTheOutputFolder() throws Exception {
    Files.createDirectory(out());
    Path log = Files.writeString(out().resolve("access.log"), Logs.lines(10, 5));

    Result result = run("--input", "out/access.log");

    assertThat(result.exitCode()).as(result.err()).isNotZero();
    assertThat(log).hasContent(Logs.lines(10, 5));
  }

  @Test
  void shouldPublishNothingWhenTheDiskIsFull() throws Exception {
    log("no log line\n".repeat(100_000));

    Result result =
        LeatProcess.in(folder)
            .after("trap '' XFSZ; ulimit -f 64")
            .run(arguments("--input", "access.log"));

    nothingPublished(result, "rejected.ndjson");
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyService.Fault.class,
      names = {"GARBAGE", "STATUS_500", "CLOSES", "SILENT"})
  void shouldKeepLookupsThatFailedInAFileOfTheirOwn(FaultyService.Fault fault) throws Exception {
    log(Logs.lines(60, 20));
    try (FaultyService service = new FaultyService(fault)) {
      Outcome outcome = outcome(run("--input", "access.log", "--lookup-url", service.url()));

      assertThat(outcome.errors()).isEmpty();
      assertThat(outcome.failed()).hasSize(3);
      JsonNode first = outcome.failed().getFirst();
      assertThat(first.get("file").asString()).isEqualTo("access.log");
      assertThat(first.get("line").asLong()).isEqualTo(20);
      assertThat(first.get("attempts").asInt()).isEqualTo(3);
      assertThat(first.get("cause").asString()).isNotBlank();
    }
  }

  @Test
  void shouldKeepFailedLookupsWhenTheServiceIsDown() throws Exception {
    log(Logs.lines(60, 20));

    Outcome outcome = outcome(run("--input", "access.log", "--lookup-url", FaultyService.down()));

    assertThat(outcome.failed()).hasSize(3);
    assertThat(outcome.errors()).isEmpty();
  }

  @Test
  void shouldTryAgainUntilTheServiceRecovers() throws Exception {
    log(Logs.lines(60, 60));
    try (FaultyService service = new FaultyService(FaultyService.Fault.RECOVERS)) {
      Outcome outcome = outcome(run("--input", "access.log", "--lookup-url", service.url()));

      assertThat(outcome.errors()).hasSize(1);
      assertThat(outcome.failed()).isEmpty();
    }
  }

  @Test
  void shouldSayThatTheDatabaseIsLocked() throws Exception {
    log(Logs.lines(10, 5));
    String url = "jdbc:h2:file:" + folder.resolve("owners");
    try (Connection held = DriverManager.getConnection(url)) {
      assertThat(held.isValid(1)).isTrue();

      nothingPublished(run("--input", "access.log", "--database-url", url), "owners");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM:143", "INT:130"})
  void shouldDrainOnASignalWhileAPipeStaysOpen(String signalAndCode) throws Exception {
    String[] parts = signalAndCode.split(":", 2);
    byte[] lines = Logs.lines(200, 20).getBytes(StandardCharsets.UTF_8);
    try (LeatProcess process = LeatProcess.in(folder).start(arguments("--input", "-"))) {
      OutputStream input = process.input();
      input.write(lines);
      input.write("half a line".getBytes(StandardCharsets.UTF_8));
      input.flush();
      awaitSize(out(), "errors.ndjson", process);

      process.signal(parts[0]);
      Result result = process.result();

      assertThat(result.exitCode()).as(result.err()).isEqualTo(Integer.parseInt(parts[1]));
      Outcome outcome = Outcome.in(out());
      assertThat(outcome.number("lines")).isLessThanOrEqualTo(200);
      assertThat(outcome.number("lines"))
          .isEqualTo(outcome.number("parsed") + outcome.number("rejected"));
      assertThat(outcome.number("errors")).isEqualTo(outcome.errors().size());
    }
  }

  @Test
  void shouldAbortOnASecondSignalAndPublishNothing() throws Exception {
    log(Logs.lines(5_000, 2));
    try (FaultyService service = new FaultyService(FaultyService.Fault.SILENT);
        LeatProcess process =
            LeatProcess.in(folder)
                .start(arguments("--input", "access.log", "--lookup-url", service.url()))) {
      await(process, () -> service.requests() > 0);
      process.signal("TERM");
      process.signal("TERM");
      Result result = process.result();

      assertThat(result.exitCode()).as(result.err()).isNotZero();
      assertThat(Outcome.names(out()))
          .doesNotContain("errors.ndjson", "failed.ndjson", "rejected.ndjson", "summary.json");
    }
  }

  @Test
  void shouldNotBeDisturbedByAClosedStandardOutput() throws Exception {
    byte[] bytes = Logs.mixed();
    log(bytes);

    Result result = LeatProcess.in(folder).redirect(">&-").run(arguments("--input", "access.log"));

    outcome(result).matches(new Oracle().read("access.log", bytes));
  }

  /** Waits until the job has opened its files. */
  private static void awaitSize(Path folder, String name, LeatProcess process) throws Exception {
    await(
        process,
        () -> {
          List<String> names = Outcome.names(folder);
          return names.stream().anyMatch(file -> file.contains(name));
        });
  }

  private static void await(LeatProcess process, Condition condition) throws Exception {
    long until = System.nanoTime() + 30_000_000_000L;
    while (!condition.holds()) {
      assertThat(process.isAlive()).as("the process has ended").isTrue();
      assertThat(System.nanoTime() - until).as("waited too long").isNegative();
      Thread.onSpinWait();
    }
  }

  /** Something that becomes true. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }
}
