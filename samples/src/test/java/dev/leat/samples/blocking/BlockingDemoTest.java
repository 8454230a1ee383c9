package dev.leat.samples.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code blocking-demo}, as a process of its own. */
class BlockingDemoTest {

  @TempDir private Path folder;

  @Test
  void shouldNameTheStagesThatAreDeclaredWronglyAndNoneOfTheMendedOnes() throws Exception {
    Result result = LeatProcess.in(folder).run("run", "blocking-demo", "--no-progress");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    // That 'digest' computes is proven only where there is a core for it.
    assertThat(result.out())
        .startsWith("blocking-demo: 60 elements; as declared wrongly: ")
        .contains("stage 'owner' (io, event loop) ")
        .contains("stage 'cache' (io, event loop) ")
        .contains("stage 'quota' (cpu, cpu worker) waited in ")
        .containsPattern("(?m)^mended: .*, \\d+\\.\\d times as fast, no findings$");
  }

  @Test
  void shouldRefuseANumberThatIsNone() throws Exception {
    Result result = LeatProcess.in(folder).run("run", "blocking-demo", "--elements", "0");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("'0' is not a whole number from 1 to 4096");
  }
}
