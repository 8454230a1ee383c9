package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Python runs, and what it prints. */
@Tag("python")
class PythonWorkerTest {

  private static List<Object> python(
      ForkPolicy policy, String function, Class<?> result, Object... elements) throws Exception {
    return Pools.results(
        Pools.python(policy, ProgramWorkerTest.PYTHON, function, result), 10, List.of(elements));
  }

  @Test
  void shouldTellWhatWasPrintedLastBeforeAnElementEndedTheWorker() throws Exception {
    List<Object> results =
        python(Pools.policy(1).withAttempts(1), "tells", String.class, "a", "bad");

    assertThat(results.get(0)).isEqualTo("a");
    assertThat(results.get(1))
        .isInstanceOf(WorkerException.class)
        .asString()
        .contains("it printed last: on its way to bad");
  }

  @Test
  void shouldEndAtOnceWhenAnElementAsksForIt() throws Exception {
    List<Object> results =
        python(Pools.policy(1).withAttempts(1), "poison", String.class, "a", "sys.exit", "b");

    assertThat(results.get(1))
        .isInstanceOf(WorkerException.class)
        .asString()
        .contains("exit code 1", "had enough");
    assertThat(results).contains("a", "b");
  }

  @Test // ends when both lines are in the log
  void shouldLogWhatIsPrinted() throws Exception {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(new SimpleFormatter().formatMessage(entry));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.leat.worker");
    logger.addHandler(handler);
    try {
      assertThat(python(Pools.policy(1), "prints", String.class, "a")).containsExactly("a");

      for (String printed : List.of("this must not break the frames a", "nor this")) {
        while (logged.stream().noneMatch(line -> line.contains(printed))) {
          Thread.onSpinWait();
        }
      }
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void shouldRunInAVirtualEnvironment(@TempDir Path folder) throws Exception {
    Process venv =
        new ProcessBuilder("python3", "-m", "venv", "--without-pip", folder.toString())
            .inheritIO()
            .start();
    assertThat(venv.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Files.writeString(
        packages(folder).resolve("only_here.py"), "def f(text):\n    return text * 2\n");
    Program program =
        new Program.Python(
            "only_here", "f", folder.resolve("bin/python").toString(), List.of(), String.class);

    assertThat(Pools.results(Pools.program(Pools.policy(1), program), 1, List.of("ab")))
        .containsExactly("abab");
  }

  private static Path packages(Path environment) throws IOException {
    try (Stream<Path> folders = Files.walk(environment)) {
      return folders.filter(each -> each.endsWith("site-packages")).findFirst().orElseThrow();
    }
  }

  @Test
  void shouldNeedNoMoreThanPython38() throws Exception {
    String check = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 8))";
    Path shim = Path.of(WorkerPool.class.getResource("leat_worker.py").toURI());

    Process parser =
        new ProcessBuilder("python3", "-c", check, shim.toString()).inheritIO().start();

    assertThat(parser.waitFor()).isZero();
  }

  @Test
  void shouldFailAResultThatIsTooLargeOrCannotTravel() throws Exception {
    List<Object> results =
        python(Pools.policy(1).withLargestElement(100), "grows", Object.class, 10L, 1_000L, -1L);

    assertThat(results.get(0)).isEqualTo("x".repeat(10));
    assertThat(results.get(1)).asString().contains("100 are allowed; raise largestElement");
    assertThat(results.get(2))
        .asString()
        .contains("is of type builtins.object, which cannot travel");
  }

  @Test
  void shouldSetVariablesAndFolder(@TempDir Path folder) throws Exception {
    ForkPolicy policy =
        Pools.policy(1).withDirectory(folder).withEnvironment(Map.of("GREETING", "hello"));

    assertThat(python(policy, "where", String.class, "GREETING"))
        .containsExactly("hello " + folder.toRealPath());
  }
}
