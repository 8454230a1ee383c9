package dev.leat.samples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code concurrency-tour}, as a process of its own that starts further ones. */
class ConcurrencyTourTest {

  @TempDir private Path folder;

  @Tag("python")
  @Test
  void shouldMeasureBothJobsInJavaAndInPython() throws Exception {
    Result result = run("--seconds", "0.05", "--models", "python_threads,forked_python");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    for (String model : List.of("plain loop", "Python loop", "Python threads", "forked Python")) {
      assertThat(result.out().lines().filter(line -> line.matches(measured(model))))
          .as(model)
          .hasSize(2);
    }
    assertThat(result.out())
        .containsPattern("(?m)^to Python and back +[\\d.,]+ +[\\d.,]+ +[\\d.,]+ +[\\d.,]+$")
        .containsPattern("(?m)^two threads, one AtomicLong +[\\d.,]+$");
    assertThat(folder.resolve("leat-out/concurrency-tour/tour.html")).content().contains("<svg");
  }

  @Test
  void shouldLeaveOutPythonWhereThereIsNone() throws Exception {
    Result result =
        run("--seconds", "0.05", "--models", "one_thread", "--interpreter", "no-such-python");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err().strip())
        .hasLineCount(1)
        .contains("'no-such-python' cannot be started", "the rows of Python are left out");
    assertThat(result.out())
        .contains("no Python", "Python loop: Not measured: there is no Python 3.8 or newer here.");
    assertThat(result.out().lines().filter(line -> line.matches(measured("one thread"))))
        .hasSize(2);
  }

  private static String measured(String model) {
    String switches = Files.isDirectory(Path.of("/proc/self")) ? "[\\d,k]+\\+[\\d,k]+" : "-";
    return model + " +\\d+ +[\\d.]+ s +[\\d.]+ s +[\\d.]+ +" + switches + " +.*";
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsStopped() throws Exception {
    try (LeatProcess process =
        LeatProcess.in(folder)
            .jvm("-Djava.io.tmpdir=" + folder)
            .start("run", "concurrency-tour", "--seconds", "60", "--interpreter", "none")) {
      Waiting.until(() -> process.err().contains("plain loop"));
      Waiting.until(() -> !children(process.pid()).isEmpty());
      List<ProcessHandle> children = children(process.pid());
      process.signal("TERM");

      Result result = process.result();

      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(result.err()).contains("SIGTERM: ended before all was measured");
      assertThat(result.out()).isEmpty();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("leat-python-"));
    }
  }

  private static List<ProcessHandle> children(long pid) {
    return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList();
  }

  @Test
  void shouldSayThatTheFolderCannotBeMadeBeforeAnythingIsMeasured() throws Exception {
    Files.writeString(folder.resolve("taken"), "");

    Result result = run("--output", "taken");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().strip())
        .hasLineCount(1)
        .contains("cannot make the folder 'taken'", "choose another --output");
  }

  private Result run(String... options) throws Exception {
    return LeatProcess.in(folder)
        .run(
            Stream.concat(Stream.of("run", "concurrency-tour", "--no-progress"), Stream.of(options))
                .toArray(String[]::new));
  }
}
