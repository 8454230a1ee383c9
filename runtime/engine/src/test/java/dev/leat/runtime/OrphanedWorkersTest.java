package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers end with their parent, however that ends. */
@Tag("python")
@Tag("waits") // in another process, which nobody watches
class OrphanedWorkersTest {

  /** A program with workers that are idle or in busy loops, that of Python in C code. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) {
      boolean busy = args[0].equals("busy");
      Path python = python();
      try (LocalRuntime runtime = LocalRuntime.create()) {
        runtime.run(
            Pipeline.named("parent")
                .from(Sources.range(0, busy ? Long.MAX_VALUE : 1))
                .cpu(
                    "spin",
                    SharedTable.longs(() -> new long[1_000]),
                    (table, n) -> spin(busy, n + table.get(0)),
                    cpu -> cpu.forked(1))
                .map(String::valueOf)
                .python(
                    "upper",
                    busy ? "functions:stuck" : "functions:upper",
                    String.class,
                    options -> options.path(python))
                .coroutine(
                    "wait",
                    text -> {
                      Thread.sleep(3_600_000);
                      return text;
                    })
                .to(Sinks.discard()));
      }
    }

    private static long spin(boolean busy, long n) {
      while (busy && n > 0) {
        Thread.onSpinWait();
      }
      return n;
    }
  }

  /** The folder of the Python functions of tests, wherever they run. */
  static Path python() {
    try {
      URL module = OrphanedWorkersTest.class.getResource("/python/functions.py");
      Path folder = Path.of(Objects.requireNonNull(module).toURI()).getParent();
      return Objects.requireNonNull(folder);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"idle", "busy"})
  void shouldEndWithAParentThatIsKilledAndLeaveNothing(String how, @TempDir Path temp)
      throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Djava.io.tmpdir=" + temp,
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Parent.class.getName(),
                how)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      List<ProcessHandle> workers = new ArrayList<>();
      while (workers.size() < 2 || workers.stream().anyMatch(OrphanedWorkersTest::starts)) {
        assertThat(parent.isAlive()).isTrue();
        workers = parent.toHandle().children().toList();
        Thread.onSpinWait();
      }

      parent.destroyForcibly();

      for (ProcessHandle worker : workers) {
        var unused = worker.onExit().get(5, TimeUnit.SECONDS);
      }
      assertThat(workers).noneMatch(ProcessHandle::isAlive);
      assertThat(temp).isEmptyDirectory();
    } finally {
      parent.destroyForcibly();
    }
  }

  /** Whether the worker has not used its processor for long enough to have been started. */
  private static boolean starts(ProcessHandle worker) {
    return worker.info().totalCpuDuration().map(used -> used.toMillis() < 100).orElse(true);
  }

  static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
