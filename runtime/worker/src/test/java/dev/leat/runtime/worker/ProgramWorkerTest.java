package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of other languages as workers, well-behaved and not. */
@Tag("python")
class ProgramWorkerTest {

  static final Path PYTHON = Path.of("src/test/resources/python").toAbsolutePath();

  private static List<Object> python(String function, Class<?> result, Object... elements)
      throws Exception {
    return Pools.results(
        Pools.python(Pools.policy(1), PYTHON, function, result), 10, List.of(elements));
  }

  private static WorkerPool interpreter(String program, String module, String function)
      throws WorkerStartException {
    return Pools.program(
        Pools.policy(1),
        new Program.Python(module, function, program, List.of(PYTHON), String.class));
  }

  private static String startFailure(WorkerPool pool) {
    try (pool) {
      pool.start();
      pool.awaitReady();
      return "";
    } catch (WorkerStartException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // Python, as it should be.

  @Test
  void shouldComputeTextsInPython() throws Exception {
    assertThat(python("upper", String.class, "a", "bé", "", "line\nbreak"))
        .containsExactly("A", "BÉ", "", "LINE\nBREAK");
  }

  @Test
  void shouldComputeBytesAndLinesInPython() throws Exception {
    assertThat(python("reverse", byte[].class, (Object) new byte[] {1, 2, 3}))
        .singleElement()
        .isEqualTo(new byte[] {3, 2, 1});
    assertThat(python("upper", String.class, Line.of("abc"))).containsExactly("ABC");
  }

  @Test
  void shouldComputeValuesInPython() throws Exception {
    List<Object> results =
        python("describe", Map.class, 7, 2.5, List.of("a", 1L), Map.of("k", true), "text");

    assertThat(results.get(0))
        .isEqualTo(Map.of("type", "int", "value", 7L, "list", Arrays.asList(1L, 2.5, null, true)));
    assertThat(results)
        .extracting(result -> String.valueOf(((Map<?, ?>) result).get("type")))
        .containsExactly("int", "float", "list", "dict", "str");
  }

  @Test
  void shouldCallAnythingThatCanBeCalled() throws Exception {
    assertThat(python("exclaim", String.class, "a")).containsExactly("a!");
  }

  @Test
  void shouldSplitWhatIsTooMuchForOneFrame() throws Exception {
    String large = "é".repeat(300_000);

    assertThat(python("echo", String.class, large, large, large, large, "end"))
        .containsExactly(large, large, large, large, "end");
  }

  @Test
  void shouldMakeAPythonExceptionTheErrorOfItsElement() throws Exception {
    List<Object> results = python("fails", String.class, "a", "bad", "b");

    assertThat(results.get(1))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> {
          assertThat(failure).hasMessage("ValueError: it is bad");
          assertThat(failure.remoteTrace())
              .contains("functions.py", "in fails", "raise ValueError");
        });
    assertThat(results).contains("a", "b");
  }

  @Test
  void shouldKeepWhatUserCodePrintsOutOfTheFrames() throws Exception {
    assertThat(python("prints", String.class, "a", "b")).containsExactly("a", "b");
    assertThat(python("reads", String.class, "a")).containsExactly("a");
  }

  @Test
  void shouldSayWhenAResultIsNotOfTheDeclaredType() throws Exception {
    assertThat(python("number", String.class, "abc").get(0))
        .asString()
        .contains("the function returned int, not str");
    assertThat(python("echo", Double.class, "abc").get(0))
        .asString()
        .contains("the result is a String, not a Double");
    assertThat(python("nothing", String.class, "abc").get(0)).asString().contains("returned None");
  }

  @Test
  @Timeout(180) // some twenty processes, one after the other
  void shouldSurviveEverythingThatAnElementCanDo() throws Exception {
    List<String> poison = List.of("exit", "kill", "segfault", "hang", "sleep", "garbage", "close");
    List<Object> elements = new ArrayList<>();
    for (String each : poison) {
      elements.addAll(List.of("a", "b", each, "c"));
    }

    List<Object> results =
        Pools.results(
            Pools.python(
                Pools.policy(2).withTimeout(Duration.ofSeconds(1)), PYTHON, "poison", String.class),
            8,
            elements);

    for (int i = 0; i < elements.size(); i++) {
      if (poison.contains(elements.get(i))) {
        assertThat(results.get(i)).as("%s", elements.get(i)).isInstanceOf(WorkerException.class);
      } else {
        assertThat(results.get(i)).isEqualTo(elements.get(i));
      }
    }
    assertThat(((WorkerException) results.get(2)).exitCode()).isEqualTo(OptionalInt.of(9));
    assertThat(((WorkerException) results.get(6)).exitCode()).isEqualTo(OptionalInt.of(137));
    assertThat(((WorkerException) results.get(10)).exitCode()).isEqualTo(OptionalInt.of(139));
    assertThat(((WorkerException) results.get(14)).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(((WorkerException) results.get(22)).reason()).isEqualTo(Reason.WRONG_ANSWER);
  }

  /** Which holds its connection open. */
  @Test
  void shouldNoticeTheDeathOfAWorkerThatLeavesAChild(@TempDir Path folder) throws Exception {
    Path held = Files.createFile(folder.resolve("held"));
    WorkerPool pool =
        Pools.python(Pools.policy(1).withAttempts(1), PYTHON, "leaves_child", String.class);

    List<Object> results = Pools.results(pool, 1, List.of(held.toString()));

    assertThat(results.get(0))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure.exitCode()).hasValue(9));
  }

  @Test
  void shouldDrainAFloodOnStandardError() throws Exception {
    assertThat(python("flood", String.class, "1000")).containsExactly("1000"); // 1 GB
  }

  // Python that does not start.

  @Test
  void shouldSayThatTheInterpreterIsMissing() throws Exception {
    assertThat(startFailure(interpreter("python-that-is-missing", "functions", "upper")))
        .contains("cannot be started", "python-that-is-missing");
  }

  @Test
  void shouldSayThatTheInterpreterIsTooOld(@TempDir Path folder) throws Exception {
    Path old = folder.resolve("python");
    Files.writeString(
        old,
        """
        #!/bin/sh
        exec python3 -c 'import sys; sys.version_info = (3, 6, 1); exec(sys.argv[1])' "$4"
        """);
    assertThat(old.toFile().setExecutable(true)).isTrue();

    assertThat(startFailure(interpreter(old.toString(), "functions", "upper")))
        .contains("Leat needs Python 3.8 or newer");
  }

  @Test
  void shouldSayThatAModuleIsMissing() throws Exception {
    assertThat(startFailure(interpreter("python3", "no_such_module", "upper")))
        .contains("there is no Python module 'no_such_module'", PYTHON.toString());
  }

  @Test
  void shouldSayThatAFunctionIsMissingAndWhichThereAre() throws Exception {
    assertThat(startFailure(interpreter("python3", "functions", "uper")))
        .contains("has no function 'uper'", "reverse", "upper");
  }

  @Test
  void shouldSayWhyAModuleCannotBeImported() throws Exception {
    assertThat(startFailure(interpreter("python3", "broken", "f")))
        .contains("cannot be imported: RuntimeError: no licence found", "broken.py");
    assertThat(startFailure(interpreter("python3", "needs_other", "f")))
        .contains("No module named 'a_module_that_is_missing'");
  }

  // Programs that speak frames, well and badly.

  private static WorkerPool peer(String how, ForkPolicy policy) throws WorkerStartException {
    return Pools.program(
        policy,
        new Program.Frames(
            List.of("python3", PYTHON.resolve("peer.py").toString(), how), String.class));
  }

  @Test
  void shouldTalkToAProgramThatSpeaksFrames() throws Exception {
    assertThat(Pools.results(peer("good", Pools.policy(2)), 3, List.of("a", "b", "bad", "c", "d")))
        .containsExactly("a", "b", "bad", "c", "d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"garbage", "too few", "too many", "out of order", "huge", "lies", "cut", "closes"})
  void shouldFindTheElementToWhichAProgramAnswersNonsense(String how) throws Exception {
    List<Object> results =
        Pools.results(peer(how, Pools.policy(1)), 4, List.of("a", "b", "bad", "c", "d", "e"));

    assertThat(results.get(2)).isInstanceOf(WorkerException.class);
    assertThat(results).contains("a", "b", "c", "d", "e");
  }

  @Test
  void shouldFindTheElementToWhichAProgramAnswersNothing() throws Exception {
    List<Object> results =
        Pools.results(
            peer("silent", Pools.policy(1).withTimeout(Duration.ofMillis(300))),
            4,
            List.of("a", "bad", "c"));

    assertThat(results.get(1))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT));
    assertThat(results).contains("a", "c");
  }

  @Test
  void shouldEndAProgramThatIgnoresTheEnd() throws Exception {
    WorkerPool pool = peer("ignores the end", Pools.policy(1));

    assertThat(Pools.results(pool, 3, List.of("a"))).containsExactly("a");
    assertThat(pool.stats().get(0).pid()).isEqualTo(-1);
  }

  @Test
  void shouldReportWhyAProgramCannotWork() throws Exception {
    assertThat(startFailure(peer("problem", Pools.policy(1)))).contains("the licence has expired");
    assertThat(startFailure(peer("other version", Pools.policy(1)))).contains("version 99");
    assertThat(startFailure(peer("wrong token", Pools.policy(1))))
        .contains("does not know the token");
    assertThat(startFailure(peer("never connects", Pools.policy(1)))).contains("exit code 5");
  }

  @Test
  void shouldSayThatACommandIsNotFound() throws Exception {
    Program frames = new Program.Frames(List.of("no-such-command"), String.class);
    Program lines = new Program.Lines(List.of("no-such-command"));

    assertThat(startFailure(Pools.program(Pools.policy(1), frames))).contains("no-such-command");
    assertThat(startFailure(Pools.program(Pools.policy(1), lines))).contains("no-such-command");
  }

  @Test
  void shouldRefuseAWorkingFolderThatDoesNotExist() {
    ForkPolicy policy = Pools.policy(1).withDirectory(Path.of("/no/such/folder"));

    assertThatThrownBy(() -> peer("good", policy)).hasMessageContaining("/no/such/folder");
  }

  // Lines.

  private static WorkerPool lines(String how, ForkPolicy policy) throws WorkerStartException {
    return Pools.program(
        policy, new Program.Lines(List.of("python3", PYTHON.resolve("lines.py").toString(), how)));
  }

  @Test
  void shouldSendLinesAndTakeLines() throws Exception {
    assertThat(Pools.results(lines("good", Pools.policy(2)), 2, List.of("a", Line.of("b"), "é")))
        .containsExactly("A", "B", "É");
  }

  @Test
  void shouldRefuseAnElementThatIsNoLine() throws Exception {
    List<Object> results =
        Pools.results(lines("good", Pools.policy(1)), 4, List.of("a", "b\nc", 7, "d"));

    assertThat(results.get(1)).asString().contains("holds a line end");
    assertThat(results.get(2)).asString().contains("is a java.lang.Integer, not a String");
    assertThat(results).contains("A", "D");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exits", "hangs"})
  void shouldBlameTheFirstLineThatWasNotAnswered(String how) throws Exception {
    List<Object> results =
        Pools.results(
            lines(how, Pools.policy(1).withTimeout(Duration.ofSeconds(1))),
            4,
            List.of("a", "b", "bad", "c"));

    assertThat(results.get(2)).isInstanceOf(WorkerException.class);
    assertThat(results).contains("A", "B", "C");
  }

  @Test
  void shouldFindTheLineThatWasNotAnsweredThoughLaterOnesWere() throws Exception {
    List<Object> results =
        Pools.results(
            lines("drops", Pools.policy(1).withTimeout(Duration.ofSeconds(1)).withAttempts(1)),
            3,
            List.of("a", "bad", "b", "c", "d"));

    assertThat(results.get(1)).isInstanceOf(WorkerException.class);
    assertThat(results).containsOnlyOnce("A", "B", "C", "D").hasSize(5);
    assertThat(results.subList(2, 5)).containsExactly("B", "C", "D");
  }

  @Test
  void shouldFailWhenAProgramWritesMoreLinesThanItIsGiven() {
    assertThatThrownBy(
            () -> Pools.results(lines("twice", Pools.policy(1)), 2, List.of("a", "bad", "b", "c")))
        .isInstanceOf(WorkerStartException.class)
        .hasMessageContaining("more lines than it is given");
  }

  @Test
  void shouldAnswerManyLinesInOrder() throws Exception {
    List<String> lines = IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList();

    assertThat(Pools.results(lines("good", Pools.policy(2)), 700, lines))
        .isEqualTo(lines.stream().map(line -> line.toUpperCase(Locale.ROOT)).toList());
  }

  /** Which holds its standard output open. */
  @Test
  void shouldNoticeTheDeathOfAProgramThatLeavesAChild(@TempDir Path folder) throws Exception {
    Path held = Files.createFile(folder.resolve("held"));
    List<String> command =
        List.of("python3", PYTHON.resolve("lines.py").toString(), "leaves", held.toString());
    WorkerPool pool = Pools.program(Pools.policy(1).withAttempts(1), new Program.Lines(command));

    List<Object> results = Pools.results(pool, 2, List.of("a", "bad"));

    assertThat(results.get(0)).isEqualTo("A");
    assertThat(results.get(1))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure.exitCode()).hasValue(3));
  }

  @Test
  void shouldSayWhatToDoAboutAProgramThatBuffers() throws Exception {
    List<Object> results =
        Pools.results(
            lines(
                "buffers",
                Pools.policy(1)
                    .withAttempts(1)
                    .withTimeout(Duration.ofMillis(300))
                    .withEnvironment(Map.of("PYTHONUNBUFFERED", ""))),
            1,
            List.of("a"));

    assertThat(results.get(0)).asString().contains("one line", "stdbuf -oL");
  }

  @Test
  void shouldDrainStandardErrorBesideTheLines() throws Exception {
    assertThat(Pools.results(lines("floods", Pools.policy(1)), 4, List.of("a", "bad", "b")))
        .containsExactly("A", "BAD", "B");
  }

  @Test
  void shouldSetVariablesAndFolder(@TempDir Path folder) throws Exception {
    ForkPolicy policy =
        Pools.policy(1).withDirectory(folder).withEnvironment(Map.of("GREETING", "hello"));
    Program program =
        new Program.Lines(
            List.of("sh", "-c", "while read line; do echo \"$line $GREETING $(pwd)\"; done"));

    assertThat(Pools.results(Pools.program(policy, program), 1, List.of("a")))
        .containsExactly("a hello " + folder.toRealPath());
  }

  @Test
  void shouldRefuseTextThatUtf8CannotExpress() throws Exception {
    assertThat(python("echo", String.class, "a\ud800b").get(0))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure).hasMessageContaining("surrogate"));
  }
}
