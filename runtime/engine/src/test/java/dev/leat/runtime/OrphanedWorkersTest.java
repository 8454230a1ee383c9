package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
                      System.out.println("both workers have answered");
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
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Waits.until(() -> areAtWork(parent, how));
      List<ProcessHandle> workers = parent.children().toList();
      assertThat(workers).hasSize(2);

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

  private static boolean areAtWork(Process parent, String how) {
    assertThat(parent.isAlive()).isTrue();
    return how.equals("idle") ? hasAnswers(parent) : bothSpin(parent);
  }

  private static boolean hasAnswers(Process parent) {
    try {
      return parent.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the workers have used the processor for longer than it takes to start them. */
  private static boolean bothSpin(Process parent) {
    return parent.children().filter(OrphanedWorkersTest::spins).count() == 2;
  }

  private static boolean spins(ProcessHandle worker) {
    return worker.info().totalCpuDuration().filter(used -> used.toSeconds() > 0).isPresent();
  }

  static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
