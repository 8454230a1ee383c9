package dev.leat.samples.poison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code poison}, as a process of its own. */
class PoisonTest {

  private static final Pattern REPORT =
      Pattern.compile("poison: ([\\d,]+) delivered, 0 to dead letters, 0 workers replaced");

  /** What Ctrl-C does in a terminal. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs the programs setsid and env of Linux")
  void shouldDeliverWhatIsInFlightWhenATerminalInterruptsItsWorkersToo(@TempDir Path folder)
      throws Exception {
    try (LeatProcess process =
        LeatProcess.in(folder)
            .jvm("-Djava.io.tmpdir=" + folder)
            .after("exec setsid env --default-signal=INT \"$@\"") // a group of its own
            .start("run", "poison", "--elements", "1000000000", "--explain", "--no-progress")) {
      Waiting.until(() -> working(process.pid()));
      List<ProcessHandle> workers = children(process.pid());

      interruptGroup(process.pid());

      Result result = process.result();
      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(result.err()).startsWith("leat: SIGINT: delivering what is in flight");
      Matcher report = REPORT.matcher(result.out());
      assertThat(report.find()).as(result.out()).isTrue();
      String delivered = report.group(1);
      assertThat(delivered).isNotEqualTo("0");
      assertThat(result.err().replaceAll("\\s+", " "))
          .contains("reads range 0..1000000000, ends by itself, on error fail")
          .containsPattern("on error fail measured: in " + delivered + ", out " + delivered + ",")
          .containsPattern("writes each measured: in " + delivered + ", out " + delivered + ",");
      assertThat(workers).hasSize(2).noneMatch(ProcessHandle::isAlive);
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static List<ProcessHandle> children(long pid) {
    return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList();
  }

  /** Whether there are two workers, and both have used a second of their processors. */
  private static boolean working(long pid) {
    List<ProcessHandle> workers = children(pid);
    return workers.size() == 2
        && workers.stream()
            .allMatch(worker ->
                worker.info().totalCpuDuration().map(used -> used.toSeconds() >= 1).orElse(false));
  }

  private static void interruptGroup(long group) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", "--", "-" + group).start();
    assertThat(kill.waitFor()).isZero();
  }
}
