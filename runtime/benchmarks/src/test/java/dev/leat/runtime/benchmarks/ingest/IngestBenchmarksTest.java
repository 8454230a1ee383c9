package dev.leat.runtime.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Starts several processes, hence the limit. */
@Timeout(240)
class IngestBenchmarksTest {

  @TempDir private Path folder;

  @Test
  void shouldMeasureEverything() {
    CommandLine command = IngestBenchmarks.commandLine();

    int exitCode = command.execute("--quick", "--runs", "1", "--folder", folder.toString());

    assertThat(exitCode).isZero();
    IngestBenchmarks benchmarks = command.getCommand();
    assertThat(benchmarks.report())
        .hasSize(2 + 1 + 1 + KeyedCount.values().length + 2)
        .allMatch(line -> line.matches(".*[1-9].*"))
        .anyMatch(line -> line.startsWith("tcp-ingest, 100 clients"))
        .anyMatch(line -> line.contains("lines written"))
        .anyMatch(line -> line.contains("idle connections"))
        .anyMatch(line -> line.contains("ns an element"))
        .anyMatch(line -> line.startsWith("word-count, leat"));
  }

  @Test
  void shouldFindTheSameKeysInEveryWay() {
    for (KeyedCount which : KeyedCount.values()) {
      assertThat(which.count(10_000, 100)).as(which.name()).isEqualTo(100);
    }
  }

  @Test
  void shouldSayThatASummaryIsMissing() throws Exception {
    assertThat(IngestBenchmarks.number("written", "{\"written\":12}")).isEqualTo(12);
    assertThatThrownBy(() -> IngestBenchmarks.number("written", "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no 'written'");
  }

  @Test
  void shouldSayThatAProcessHasFailed() throws Exception {
    try (JavaProcess process = JavaProcess.start(List.of("-Xmx32m"), "dev.leat.NoSuchClass")) {
      assertThatThrownBy(process::line).hasMessageContaining("the process has ended");
    }
  }
}
