package dev.leat.samples.pythonscore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code python-score}, as a process of its own. */
class PythonScoreTest {

  @TempDir private Path folder;

  @Tag("python")
  @Test
  void shouldScoreMadeNamesBesidePythonsOwnPools() throws Exception {
    Result result = run("--lines", "150");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("python-score: 150 lines, Python 3.")
        .contains("all results are equal")
        .containsPattern("(?m)^plain loop, no pool +[\\d.]+ s +- +- ")
        .containsPattern("(?m)^Leat: python\\(...\\) +[\\d.]+ s +[\\d.]+ s +[\\d.]+ ")
        .containsPattern("(?m)^multiprocessing.Pool.imap +[\\d.]+ s +[\\d.]+ s +[\\d.]+ ")
        .containsPattern("(?m)^ProcessPoolExecutor.map +[\\d.]+ s +[\\d.]+ s +[\\d.]+ ")
        .contains("The function takes ");
    List<String> scores = Files.readAllLines(folder.resolve("leat-out/python-score/scores.tsv"));
    assertThat(scores)
        .hasSize(150)
        .allMatch(line -> line.matches("[A-Z].*\\t[a-z]+ [a-z-]+\\t\\d+"));
  }

  @Tag("python")
  @Test
  void shouldScoreTheLinesOfAFileWhateverTheirEnds() throws Exception {
    Path input = folder.resolve("in.txt");
    Files.writeString(input, "Magnus Erikson\r\n\nJo\u00e3o Per\u00e9ira\nYusuf Demir");

    Result result = run("--input", "in.txt", "--output", "out", "--workers", "1");

    assertThat(result.err()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("out/scores.tsv")))
        .containsExactly(
            "Magnus Erikson\tmagnus eriksson\t987",
            "\t\t0",
            "Jo\u00e3o Per\u00e9ira\tjoao pereira\t911",
            "Yusuf Demir\tyusuf demir\t1000");
  }

  @Tag("python")
  @Test
  void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
    try (LeatProcess process =
        LeatProcess.in(folder)
            .jvm("-Djava.io.tmpdir=" + folder)
            .start("run", "python-score", "--lines", "1000000")) {
      Waiting.until(() -> process.err().contains("plain loop"));
      Waiting.until(() -> children(process.pid()) > 0);
      process.signal("TERM");

      Result result = process.result();

      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(result.err()).contains("SIGTERM: ended before all was measured");
      assertThat(result.out()).isEmpty();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("leat-python-"));
    }
  }

  private static long children(long pid) {
    return ProcessHandle.of(pid).map(process -> process.children().count()).orElse(0L);
  }

  @Test
  void shouldSayThatPythonIsMissing() throws Exception {
    Result result = run("--interpreter", "python-that-is-missing");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().strip())
        .hasLineCount(1)
        .startsWith(
            "leat: Python 3.8 or newer is needed, and 'python-that-is-missing' cannot be started")
        .endsWith("install it, or name another interpreter with --interpreter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "2.7.18|Python 3.8 or newer is needed, and '%s' is 2.7.18",
        "3.7.16|Python 3.8 or newer is needed, and '%s' is 3.7.16",
        "hello|'%s' does not work as a Python interpreter: asked for its version it said 'hello'"
      })
  void shouldRefuseWhatIsNoUsableInterpreter(String says, String message) throws Exception {
    Path program = Files.writeString(folder.resolve("python"), "#!/bin/sh\necho " + says + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    Result result = run("--interpreter", program.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().strip()).hasLineCount(1).contains(message.formatted(program));
  }

  private Result run(String... options) throws Exception {
    return LeatProcess.in(folder)
        .run(
            Stream.concat(Stream.of("run", "python-score", "--no-progress"), Stream.of(options))
                .toArray(String[]::new));
  }
}
