package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.connector.Sources;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job in a JVM of its own, where no test option silences a warning. */
@Tag("waits") // in another process, which nobody watches
class QuietJobTest {

  /** Runs a job with a stage of each model, long enough for code of its own. */
  static final class Program {

    private static final long ELEMENTS = 2_000_000;

    private Program() {}

    public static void main(String[] args) {
      try (LocalRuntime runtime = LocalRuntime.create()) {
        long elements =
            runtime
                .collect(
                    Pipeline.named("quiet")
                        .from(Sources.range(0, ELEMENTS))
                        .map(n -> n + 1)
                        .cpu("cpu", n -> n + 1)
                        .filter(n -> n % 100 == 0)
                        .cpu(
                            "forked",
                            SharedTable.longs(() -> new long[1_000]),
                            (table, n) -> n + table.get(0),
                            cpu -> cpu.forked(1))
                        .io("io", CompletableFuture::completedFuture)
                        .coroutine("coroutine", n -> n))
                .size();
        System.out.println(elements + " elements");
      }
    }
  }

  @Test
  void shouldWriteNothingToStderrThoughNoFlagIsPassed(@TempDir Path folder) throws Exception {
    File output = folder.resolve("out").toFile();
    File errors = folder.resolve("err").toFile();
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectOutput(output)
            .redirectError(errors)
            .start();
    try {
      assertThat(program.waitFor(50, TimeUnit.SECONDS)).as("ended in time").isTrue();
    } finally {
      program.destroyForcibly();
    }

    assertThat(Files.readString(errors.toPath())).isEmpty();
    assertThat(Files.readString(output.toPath())).isEqualToIgnoringNewLines("20000 elements");
    assertThat(program.exitValue()).isZero();
  }
}
