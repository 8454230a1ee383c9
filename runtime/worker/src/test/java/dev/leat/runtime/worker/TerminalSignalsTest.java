package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.graph.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A terminal sends SIGINT and SIGHUP to workers too, which must not end while the job drains. */
@Tag("python")
@EnabledOnOs(value = OS.LINUX, disabledReason = "which signals are ignored is read from /proc")
class TerminalSignalsTest {

  private static final long HUP_AND_INT = 0b11;

  private static void assertIgnored(WorkerPool pool) throws Exception {
    try (pool) {
      pool.start();
      pool.awaitReady();
      assertThat(Pools.computed(pool, 1, List.of("a"))).containsExactly("A");

      long pid = pool.stats().getFirst().pid();
      String ignored =
          Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElseThrow();

      long signals = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
      assertThat(signals & HUP_AND_INT).isEqualTo(HUP_AND_INT);
    }
  }

  @Test
  void shouldNotEndAWorkerJvm() throws Exception {
    assertIgnored(Pools.jvm(Pools.policy(1), Pools.plain(TerminalSignalsTest::upper)));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  @Test
  void shouldNotEndPython() throws Exception {
    assertIgnored(Pools.python(Pools.policy(1), ProgramWorkerTest.PYTHON, "upper", String.class));
  }

  @Test
  void shouldNotEndAProgram() throws Exception {
    assertIgnored(
        Pools.program(Pools.policy(1), new Program.Lines(List.of("sed", "-u", "s/a/A/"))));
  }
}
