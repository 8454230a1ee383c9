package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs each lock-free hand-over of the engine under jcstress, many million times, and each of them
 * with a mistake in it, which has to be found: else the test would prove nothing. {@code
 * -Dleat.stress.millis} is how long each is run at once, {@code -Dleat.stress.iterations} how
 * often.
 */
@Timeout(300)
class InterleavingsTest {

  private static final List<String> HAND_OVERS =
      List.of(
          "Signals",
          "PortCredit",
          "InletCredit",
          "InletTurn",
          "CompletedCalls",
          "Call",
          "QuietSend",
          "Ack",
          "WorkSlot");

  private static final int MILLIS = Integer.getInteger("leat.stress.millis", 500);
  private static final String ITERATIONS = System.getProperty("leat.stress.iterations", "2");

  @TempDir private static Path folder;

  private static Run run;

  @BeforeAll
  @Timeout(300)
  static void stress() throws Exception {
    run = run("Stress", MILLIS);
  }

  @Test
  void shouldHandOverInEachInterleaving() {
    assertThat(run.text).contains("All remaining tests: " + HAND_OVERS.size() + " matching");
    assertThat(run.text).doesNotContain("Stress.Sound");
  }

  /** On a machine that does much else, some need longer than others. */
  @Test
  void shouldFindTheMistakeInEachBrokenOne() throws Exception {
    List<String> missing = missing(HAND_OVERS, run);
    for (int factor = 4; !missing.isEmpty() && factor <= 16; factor *= 4) {
      String names = "(%s)Stress.Broken".formatted(String.join("|", missing));
      missing = missing(missing, run(names, factor * MILLIS));
    }

    assertThat(missing).isEmpty();
  }

  private static List<String> missing(List<String> handOvers, Run of) {
    return handOvers.stream()
        .filter(name ->
            !of.text.contains(
                "[FAILED] dev.leat.runtime.execution.%sStress.Broken".formatted(name)))
        .toList();
  }

  private record Run(String text) {}

  private static Run run(String names, int millis) throws Exception {
    Path said = folder.resolve("said.txt");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            "org.openjdk.jcstress.Main",
            "-t",
            "dev.leat.*" + names,
            "-jvmArgs",
            "-Xmx256m",
            "-f",
            "1",
            "-iters",
            ITERATIONS,
            "-time",
            Integer.toString(millis),
            "-sc",
            "false",
            "-af",
            "NONE",
            "-c",
            "2",
            "-r",
            folder.toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Run(Files.readString(said));
  }

  /** Without what is not there, over which jcstress stumbles. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
