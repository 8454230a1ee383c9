package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the sample as a process in a folder of a test, with its results in {@code out}. */
final class AccessLogRun {

  private final Path folder;

  AccessLogRun(Path folder) {
    this.folder = folder;
  }

  Path out() {
    return folder.resolve("out");
  }

  /** Writes a file in the folder of the test; its name is what the sample is given. */
  String file(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
    return name;
  }

  String file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
    return name;
  }

  LeatProcess.Builder process() {
    return LeatProcess.in(folder);
  }

  /** The arguments that read these inputs into {@code out}. */
  String[] arguments(String... inputs) {
    List<String> arguments = new ArrayList<>(List.of("run", "access-log", "--no-progress"));
    arguments.addAll(List.of("--output", "out"));
    for (String input : inputs) {
      arguments.addAll(List.of("--input", input));
    }
    return arguments.toArray(String[]::new);
  }

  /** Reads inputs to their end. */
  Result run(String... inputs) throws Exception {
    return process().run(arguments(inputs));
  }

  /** Reads inputs to their end, which must succeed without a word on standard error. */
  Outcome outcome(String... inputs) throws Exception {
    return outcome(run(inputs));
  }

  Outcome outcome(Result result) throws IOException {
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return Outcome.in(out());
  }

  /**
   * Checks that a run failed with one message of one or two sentences that holds these words, and
   * left no results.
   */
  void assertFailed(Result result, String... words) throws IOException {
    assertThat(result.err()).startsWith("leat: ").contains(words);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(Outcome.names(out())).isEmpty();
  }
}
