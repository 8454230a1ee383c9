package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a killed program leaves is deleted by the next one. */
@Tag("waits") // in another process, which nobody watches
class LeftBehindTest {

  /** A program with a table and without any worker, which may stop in the middle. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) {
      boolean stops = args[0].equals("stops");
      try (LocalRuntime runtime = LocalRuntime.create()) {
        runtime.run(
            Pipeline.named("parent")
                .from(Sources.range(0, 1))
                .cpu(
                    "add", SharedTable.longs(() -> new long[1_000]), (table, n) -> n + table.get(0))
                .coroutine("wait", n -> stops ? stopped() : n)
                .to(Sinks.discard()));
      }
    }

    private static Long stopped() throws InterruptedException {
      System.out.println("waiting");
      Thread.sleep(3_600_000);
      return 0L;
    }
  }

  private static Process started(Path temp, String how) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-Djava.io.tmpdir=" + temp,
            "-cp",
            OrphanedWorkersTest.absolute(System.getProperty("java.class.path")),
            Parent.class.getName(),
            how)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere nothing says what has become of an owner
  void shouldDeleteTheTablesOfAProgramThatWasKilled(@TempDir Path temp) throws Exception {
    Process killed = started(temp, "stops");
    try {
      assertThat(killed.inputReader().readLine()).isEqualTo("waiting");
    } finally {
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(temp).isNotEmptyDirectory();

    Process next = started(temp, "ends");
    try {
      assertThat(next.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      next.destroyForcibly();
    }

    assertThat(next.exitValue()).isZero();
    assertThat(temp).isEmptyDirectory();
  }
}
