package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.runtime.benchmarks.suite.Measured;
import dev.leat.runtime.benchmarks.suite.Measuring;
import dev.leat.runtime.benchmarks.suite.Pace;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Summary;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {

  /** What a command line did. */
  private record Outcome(int exit, String out, String err) {}

  private static Outcome bench(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
    ByteArrayOutputStream caughtErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
    try {
      int exit = Bench.execute(args);
      return new Outcome(
          exit,
          caughtOut.toString(StandardCharsets.UTF_8),
          caughtErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void shouldWriteATableFiguresAndAChart(@TempDir Path folder) throws Exception {
    Outcome outcome = bench("w1", "--quick", "--peers", "reactor", "--folder", folder.toString());

    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("limit", "leat", "reactor").doesNotContain("rxjava");
    JsonNode json =
        JsonMapper.builder().build().readTree(Files.readString(folder.resolve("bench.json")));
    JsonNode workload = json.path("workloads").path(0);
    assertThat(workload.path("id").asString()).isEqualTo("W1");
    assertThat(workload.path("runs").size()).isEqualTo(12); // of four candidates
    assertThat(workload.path("figures").path(0).path("candidates").has("leat")).isTrue();
    assertThat(Files.readString(folder.resolve("bench.html"))).contains("<svg", "W1", "reactor");
  }

  @Test
  void shouldWriteATableAndACurveOfASeries(@TempDir Path folder) throws Exception {
    Outcome outcome = bench("scale", "jobs", "--quick", "--folder", folder.toString());

    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("jobs:", "us/job", "1,000");
    assertThat(Files.readString(folder.resolve("scale.svg"))).contains("<polyline");
    JsonNode json =
        JsonMapper.builder().build().readTree(Files.readString(folder.resolve("scale.json")));
    assertThat(json.path("workloads").size()).isEqualTo(5);
  }

  @Test
  void shouldListTheSeriesWhenOneIsUnknown() {
    Outcome outcome = bench("scale", "kittens");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("no series 'kittens'", "elements, jobs, stages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"W8", "W8e"})
  @Timeout(240) // starts processes
  void shouldMakeTheSameOfAnAccessLogInProcesses(String id, @TempDir Path folder) throws Exception {
    Workload workload = Catalog.of(id);
    Size size = new Size(1_000, true, folder);

    List<Measured> runs = new Measuring(size, Pace.once(), 0).measure(workload.candidates());

    new Summary(workload, size, runs).requireSameResults();
    assertThat(runs).allSatisfy(run -> assertThat(run.own("peak memory")).isPositive());
  }

  @Test
  void shouldListWorkloadsAndPeersAsHelp() {
    Outcome outcome = bench("--help");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("W1 ", "W9 ", "Peers: ", "--quick");
  }

  @Test
  void shouldListTheWorkloadsWhenOneIsUnknown() {
    Outcome outcome = bench("W1", "W77");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("no workload 'W77'", "W1, W2, W3");
  }

  @Test
  void shouldListThePeersWhenOneIsUnknown() {
    Outcome outcome = bench("--peers", "reactor,akka");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("no peer 'akka'", "reactor-chunked");
  }

  @Test
  void shouldRefuseToMeasureNothing() {
    Outcome outcome = bench("W1", "--runs", "0");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("--runs", "at least 1");
  }
}
