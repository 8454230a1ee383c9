package dev.leat.samples.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code blocking-demo}, as a process of its own. */
class BlockingDemoTest {

  private static final String DIGEST = "stage 'digest' (io, event loop) ";
  private static final Pattern MENDED =
      Pattern.compile("^mended: .*, (\\d+\\.\\d) times as fast, no findings$", Pattern.MULTILINE);

  @TempDir private Path folder;

  private Result demo() throws Exception {
    // Without the second compiler, as other tests start processes, digests take five times as long.
    Result result =
        LeatProcess.in(folder)
            .jvm("-XX:TieredStopAtLevel=4")
            .run("run", "blocking-demo", "--elements", "150", "--no-progress");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return result;
  }

  private static double gain(String out) {
    Matcher mended = MENDED.matcher(out);
    assertThat(mended.find()).isTrue();
    return Double.parseDouble(mended.group(1));
  }

  @Test
  void shouldNameTheStagesThatAreDeclaredWronglyAndNoneOfTheMendedOnes() throws Exception {
    Result result = demo();
    // That a stage computes is proven only while it is given a core; other work may take them all.
    for (int again = 0; again < 2 && !result.out().contains(DIGEST); again++) {
      result = demo();
    }

    assertThat(result.out())
        .startsWith("blocking-demo: 150 elements; as declared wrongly: ")
        .contains("stage 'owner' (io, event loop) ")
        .contains(DIGEST)
        .contains("stage 'cache' (io, event loop) ")
        .contains("stage 'quota' (cpu, cpu worker) waited in ")
        .containsPattern(MENDED);
    assertThat(gain(result.out())).isGreaterThan(1.5);
  }

  @Test
  void shouldRefuseANumberThatIsNone() throws Exception {
    Result result = LeatProcess.in(folder).run("run", "blocking-demo", "--elements", "0");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("'0' is not a whole number from 1 to 4096");
  }
}
