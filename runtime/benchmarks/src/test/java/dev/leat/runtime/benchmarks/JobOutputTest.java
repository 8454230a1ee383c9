package dev.leat.runtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobOutputTest {

  private static final List<String> FILES =
      List.of("errors.ndjson", "rejected.ndjson", "failed.ndjson");

  @TempDir private Path folder;

  @Test
  void shouldAcceptResultsThatDifferInTimeOnly() throws Exception {
    JobOutput first = output("first", "{\"lines\":3,\"seconds\":1.5}");
    JobOutput second = output("second", "{\"lines\":3,\"seconds\":2.5}");

    assertThatCode(() -> second.requireSame(first, "peer")).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAnotherSummary() throws Exception {
    JobOutput first = output("first", "{\"lines\":3,\"seconds\":1.5}");
    JobOutput second = output("second", "{\"lines\":4,\"seconds\":1.5}");

    assertThatThrownBy(() -> second.requireSame(first, "peer"))
        .hasMessageStartingWith("peer: summary.json differs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"errors.ndjson", "rejected.ndjson", "failed.ndjson"})
  void shouldRefuseAnotherFile(String file) throws Exception {
    JobOutput first = output("first", "{\"lines\":3}");
    output("second", "{\"lines\":3}");
    Files.writeString(folder.resolve("second").resolve(file), "{}\n");
    JobOutput second = JobOutput.read(folder.resolve("second"));

    assertThatThrownBy(() -> second.requireSame(first, "peer"))
        .hasMessageStartingWith("peer: " + file + " differs");
  }

  private JobOutput output(String name, String summary) throws IOException {
    Path results = Files.createDirectories(folder.resolve(name));
    for (String file : FILES) {
      Files.writeString(results.resolve(file), "");
    }
    Files.writeString(results.resolve("summary.json"), summary);
    return JobOutput.read(results);
  }
}
