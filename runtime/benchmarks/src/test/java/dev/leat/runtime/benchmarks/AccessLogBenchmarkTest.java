package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts several processes, hence the limits. */
@Timeout(240)
class AccessLogBenchmarkTest {

  private static final String LINE =
      "10.1.2.3 - - [10/Oct/2026:13:55:36 +0000] \"GET /shop HTTP/1.1\" %d 12 \"-\" \"-\"";

  @TempDir private Path folder;

  @Test
  void shouldMeasureEveryContender() throws Exception {
    assertThat(AccessLogBenchmark.execute("--quick", "--folder", folder.toString())).isZero();

    JsonNode row = figures().path("rows").path(0);
    assertThat(row.path("lines").asInt()).isEqualTo(10_000);
    for (Contender contender : Contender.values()) {
      JsonNode runs = row.path("contenders").path(contender.title());
      assertThat(runs.size()).as(contender.title()).isEqualTo(1);
      assertThat(runs.path(0).path("wallSeconds").asDouble()).isPositive();
      assertThat(runs.path(0).path("cpuSeconds").asDouble()).isPositive();
    }
  }

  @Test
  void shouldFindTheSameInALogWithBadLines() throws Exception {
    String log =
        String.join(
            "\n", LINE.formatted(503), "", "no entry", LINE.formatted(200) + "\r", "x", "\u00e4");
    Path input = Files.write(folder.resolve("bad.log"), log.getBytes(StandardCharsets.UTF_8));
    Path results = folder.resolve("results");

    List<String> jvm = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    Row.measure("bad lines", input, results, jvm, 0, 1);

    for (Contender contender : Contender.values()) {
      JobOutput made = JobOutput.read(results.resolve(contender.title()));
      assertThat(made.errors())
          .contains("\"status\":503", "10.1.0.0/16", "team-shop")
          .hasLineCount(1);
      assertThat(made.rejected()).hasLineCount(4);
    }
  }

  @Test
  void shouldSayWhatAContenderWroteWhenItFails() throws Exception {
    List<String> jvm = List.of("-XX:+NoSuchOption");

    assertThatThrownBy(() -> Run.of(Contender.LEAT, jvm, folder, folder.resolve("results")))
        .hasMessageContainingAll("leat failed", "NoSuchOption");
  }

  private JsonNode figures() throws Exception {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readString(folder.resolve("access-log.json")));
  }
}
