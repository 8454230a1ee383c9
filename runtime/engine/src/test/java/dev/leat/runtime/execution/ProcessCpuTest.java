package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of the process where the system does not tell of its threads. */
@Timeout(60)
class ProcessCpuTest {

  private static final Path NOT_THERE = Path.of("there-is-no-such-folder");

  @Test
  void shouldTakeTheTimesOfCollectionsAndCompilationsWhereThereAreNoThreads() {
    ProcessCpu before = ProcessCpu.now(7, NOT_THERE);
    while (ProcessCpu.now(7, NOT_THERE).gc() == before.gc()) {
      System.gc(); // the JVM counts milliseconds
    }

    ProcessCpu now = ProcessCpu.now(7, NOT_THERE);
    assertThat(now.jit()).isPositive();
    assertThat(now.process()).isPositive();
    assertThat(now.vm()).isZero();
    assertThat(now.counted()).isEqualTo(7);
  }
}
