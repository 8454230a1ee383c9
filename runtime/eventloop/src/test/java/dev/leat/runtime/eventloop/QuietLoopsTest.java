package dev.leat.runtime.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the loops in JVMs of their own, where nothing else writes and no test option silences a
 * warning.
 */
class QuietLoopsTest {

  @TempDir Path folder;

  @Test
  void shouldWriteNothingToStderrOnNio() throws Exception {
    Outcome outcome = run(List.of(), "work");

    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).contains("round trip done");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void shouldBePolicedByBlockHound() throws Exception {
    List<String> flags =
        List.of("-XX:+EnableDynamicAgentLoading", "-XX:+AllowRedefinitionToAddDeleteMethods");

    Outcome outcome = run(flags, "block");

    assertThat(outcome.output()).contains("loop: BlockingOperationError", "main: may block");
    assertThat(outcome.exit()).isZero();
  }

  private record Outcome(int exit, String output, String errors) {}

  private Outcome run(List<String> flags, String mode) throws IOException, InterruptedException {
    Path output = folder.resolve("out");
    Path errors = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LoopsInAJvm.class.getName(), mode));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the JVM did not end within 40 s: " + Files.readString(errors));
    }
    return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
  }
}
