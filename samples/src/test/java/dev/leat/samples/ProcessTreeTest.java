package dev.leat.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.ProcessTree.Usage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Looks at shells, which start shells that compute. */
class ProcessTreeTest {

  private static final String BURN = "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; ";

  @Test
  void shouldCountWhatChildrenComputeAfterTheyHaveEnded() throws Exception {
    assertThat(usageOf("(" + BURN + ") & wait; echo done; read x").cpu()).isPositive();
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void shouldCountWhatLivingChildrenUse() throws Exception {
    Usage usage = usageOf("(" + BURN + "echo done; read y) <&0 & wait");

    assertThat(usage.cpu()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    assertThat(usage.voluntary()).isPositive();
    assertThat(usage.peakMemory()).isBetween(500_000L, 100_000_000L);
  }

  @Test
  void shouldSubtractAnEarlierLook() {
    Usage earlier = new Usage(Duration.ofMillis(30), 5, 2, 1_000);
    Usage later = new Usage(Duration.ofMillis(100), 25, 9, 3_000);

    assertThat(later.since(earlier)).isEqualTo(new Usage(Duration.ofMillis(70), 20, 7, 3_000));
  }

  @Test
  void shouldNotInventWhatNobodyKnows() {
    Usage unknown = new Usage(Duration.ofMillis(30), -1, -1, -1);

    assertThat(unknown.since(unknown)).isEqualTo(new Usage(Duration.ZERO, -1, -1, -1));
  }

  /** What a script has used when it says that it is done. */
  private static Usage usageOf(String script) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", script).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessTree tree = new ProcessTree(process.toHandle());
      assertThat(lines.readLine()).isEqualTo("done");
      return tree.look();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
