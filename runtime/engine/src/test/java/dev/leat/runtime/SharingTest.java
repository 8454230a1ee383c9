package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Accumulated;
import dev.leat.pipeline.Accumulator;
import dev.leat.pipeline.Command;
import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.PythonOptions;
import dev.leat.pipeline.SharedDoubles;
import dev.leat.pipeline.SharedLongs;
import dev.leat.pipeline.SharedMap;
import dev.leat.pipeline.SharedTable;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes share: tables that they read, and accumulators that they add to. */
@Timeout(value = 3L, unit = TimeUnit.MINUTES) // processes take long to start where others compute
class SharingTest {

  private static final Path PYTHON = OrphanedWorkersTest.python();
  private static final Accumulator<Long> ASKED = Accumulator.sum("asked");

  /** How often the data of a table was asked for, in this process. */
  private static final AtomicInteger LOADED = new AtomicInteger();

  private static Stage<Long> numbers(long count) {
    return Pipeline.named("sharing").from(Sources.range(0, count));
  }

  private static UnaryOperator<CpuOptions> how(String how) {
    return cpu -> how.equals("forked") ? cpu.forked(2) : cpu.parallelism(2);
  }

  private static SharedTable<SharedLongs> tens() {
    return SharedTable.longs(() -> {
      LOADED.incrementAndGet();
      return LongStream.range(0, 1_000).map(n -> 10 * n).toArray();
    });
  }

  private static List<Long> times(long factor, long count) {
    return LongStream.range(0, count).map(n -> factor * n).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"forked", "here"})
  void shouldReadATableByTheSameCallWhereverAStageRuns(String how) {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              numbers(1_000).cpu("look up", tens(), (table, n) -> table.get(n), how(how)));

      assertThat(results).isEqualTo(times(10, 1_000));
    }
  }

  @Test
  void shouldReadATableOnOneThread() {
    try (PipelineRuntime runtime = LocalRuntime.inline()) {
      assertThat(
              runtime.collect(
                  numbers(50).cpu("look up", tens(), (table, n) -> table.get(n), how("forked"))))
          .isEqualTo(times(10, 50));
    }
  }

  @Test
  void shouldAskForTheDataOnceForAllStagesOfAJob() {
    LOADED.set(0);
    SharedTable<SharedLongs> table = tens();
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              numbers(90)
                  .cpu("first", table, (open, n) -> open.get(n), how("forked"))
                  .cpu("second", table, (open, n) -> open.get(n / 10), how("here"))
                  .coroutine("third", table, (open, n) -> open.get(n / 10)));

      assertThat(results).isEqualTo(times(10, 90));
      assertThat(LOADED).hasValue(1);
    }
  }

  @Test
  @Tag("waits") // its stage reads a file
  void shouldDeleteTheFileWithTheJob() throws Exception {
    AtomicReference<@Nullable SharedLongs> kept = new AtomicReference<>();
    AtomicInteger during = new AtomicInteger();
    try (LocalRuntime runtime = LocalRuntime.create()) {
      runtime.run(
          numbers(1)
              .cpu(
                  "keep",
                  tens(),
                  (open, n) -> {
                    kept.set(open);
                    during.set(mapped().size());
                    return n;
                  })
              .to(Sinks.discard()));
    }

    assertThat(during.get()).isPositive();
    assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).get(0))
        .isInstanceOf(IllegalStateException.class);
    kept.set(null);
    while (!mapped().isEmpty()) {
      System.gc();
      Waits.pause();
    }
  }

  /** The files of tables that this process has mapped; their names show that they are deleted. */
  private static List<String> mapped() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return List.of("unknown");
    }
    return Files.readAllLines(maps).stream().filter(line -> line.contains("leat-tables-")).toList();
  }

  @Test
  void shouldMapAFileOfTheUserAndLeaveIt(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "abcdefghij");
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<String> results =
          runtime.collect(
              numbers(10)
                  .cpu(
                      "letter",
                      SharedTable.file(file),
                      (bytes, n) -> bytes.text(n, 1),
                      how("forked")));

      assertThat(String.join("", results)).isEqualTo("abcdefghij");
      assertThat(file).hasContent("abcdefghij");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forked", "here"})
  void shouldSayAtTheStartThatAFileIsMissingOrOfAnotherKind(String how, @TempDir Path folder)
      throws Exception {
    Path odd = Files.write(folder.resolve("odd"), new byte[9]);
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() ->
              runtime.collect(
                  numbers(1)
                      .cpu(
                          "look up",
                          SharedTable.file(folder.resolve("none")),
                          (bytes, n) -> n,
                          how(how))))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("look up")
          .hasMessageContaining("there is no file '" + folder.resolve("none"));
      assertThatThrownBy(() ->
              runtime.collect(
                  numbers(1).cpu("look up", SharedTable.longs(odd), (table, n) -> n, how(how))))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("9 bytes is not a multiple of 8");
    }
  }

  @Test
  void shouldSayThatTheDataCannotBeHad() {
    SharedTable<SharedMap> table =
        SharedTable.map(() -> {
          throw new IOException("the service is away");
        });
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() ->
              runtime.collect(numbers(1).cpu("look up", table, (open, n) -> n, how("forked"))))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("the service is away");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forked", "here"})
  void shouldCountByTheSameCallWhereverAStageRuns(String how) {
    Accumulator<Long> odd = Accumulator.sum("odd");
    Accumulator<Long> largest = Accumulator.max("largest");
    try (LocalRuntime runtime = LocalRuntime.create()) {
      var job =
          runtime.start(
              numbers(2_000)
                  .cpu("count", odd.and(largest), SharingTest::counted, how(how))
                  .to(Sinks.discard()));
      JobResult result = job.await();

      assertThat(result.stats().accumulated(odd)).isEqualTo(1_000);
      assertThat(result.stats().accumulated(largest)).isEqualTo(1_999);
      assertThat(job.explain().toString()).contains("odd = 1000", "largest = 1999");
      assertThat(job.explain().json()).contains("\"odd\":1000");
    }
  }

  private static Long counted(
      dev.leat.pipeline.ResourcePair.Opened<Accumulated<Long>, Accumulated<Long>> both, long n) {
    if (n % 2 == 1) {
      both.first().add(1L);
    }
    both.second().add(n);
    return n;
  }

  @Test
  void shouldCollectSmallStateOfAnyTypeThatTravels() {
    Accumulator<List<String>> names =
        Accumulator.of(
            "names",
            List::of,
            (a, b) -> Stream.concat(a.stream(), b.stream()).distinct().sorted().toList());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      JobResult result =
          runtime.run(
              numbers(300)
                  .cpu(
                      "name",
                      names,
                      (seen, n) -> {
                        seen.add(List.of("n" + n % 3));
                        return n;
                      },
                      how("forked"))
                  .to(Sinks.discard()));

      assertThat(result.stats().accumulated(names)).containsExactly("n0", "n1", "n2");
    }
  }

  /** Some elements end their workers, and those beside them are computed again. */
  @Test
  void shouldCountEveryResultOnceThoughWorkersDie() {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    Accumulator<Long> counted = Accumulator.sum("counted");
    try (LocalRuntime runtime = LocalRuntime.create()) {
      JobResult result =
          runtime.run(
              numbers(3_000)
                  .cpu(
                      "count",
                      counted,
                      (count, n) -> {
                        count.add(1L);
                        if (n % 1_000 == 700) {
                          Runtime.getRuntime().halt(9);
                        }
                        if (n % 100 == 50) {
                          throw new IllegalStateException("thrown on purpose");
                        }
                        return n;
                      },
                      cpu -> cpu.forked(2).onError(OnError.deadLetters(Sinks.each(letters::add))))
                  .to(Sinks.discard()));

      assertThat(letters).hasSize(33);
      assertThat(result.stats().stage("count").out()).isEqualTo(2_967);
      // All results, and the 30 elements that threw, but not the 3 that ended their workers.
      assertThat(result.stats().accumulated(counted)).isEqualTo(2_997);
    }
  }

  @Test
  void shouldRefuseTwoAccumulatorsOfOneName() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() ->
              runtime.collect(
                  numbers(1)
                      .cpu(
                          "count", Accumulator.sum("a").and(Accumulator.sum("a")), (both, n) -> n)))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("two accumulators of the job have the name 'a'");
    }
  }

  @Test
  void shouldSayThatAValueCannotTravel() {
    Accumulator<Object> any = Accumulator.of("any", () -> "", (a, b) -> b);
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() ->
              runtime.collect(
                  numbers(3)
                      .cpu(
                          "count",
                          any,
                          (value, n) -> {
                            value.add(new Object());
                            return n;
                          },
                          how("forked"))))
          .hasMessageContaining("the value of the accumulator 'any' ")
          .hasMessageContaining("java.lang.Object");
    }
  }

  // Python.

  private static PythonOptions tables(PythonOptions python) {
    return python
        .path(PYTHON)
        .workers(2)
        .accumulator(ASKED)
        .table("countries", SharedTable.map(() -> Map.of("Tarn", "France", "Jökulsá", "Ísland")))
        .table("numbers", SharedTable.longs(() -> new long[] {10, 20, 30}))
        .table("shares", doubles())
        .table("raw", SharedTable.bytes(() -> ByteBuffer.wrap(new byte[] {'a', 'b', 'c'})));
  }

  private static SharedTable<SharedDoubles> doubles() {
    return SharedTable.doubles(() -> new double[] {0.25, 0.5});
  }

  private static Stage<String> texts(String... texts) {
    return Pipeline.named("sharing").from(Sources.of(texts));
  }

  @Tag("python")
  @Test
  void shouldLetPythonReadTablesAndCount() {
    List<String> results = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      JobResult result =
          runtime.run(
              texts("Tarn", "Jökulsá", "Nil")
                  .python("look up", "sharing:look_up", String.class, SharingTest::tables)
                  .to(Sinks.each(results::add)));

      assertThat(results).containsExactly("France in", "Ísland in", "unknown out");
      assertThat(result.stats().accumulated(ASKED)).isEqualTo(3);
    }
  }

  @Tag("python")
  @Test
  void shouldLetAnyProgramThatSpeaksFramesReadTablesAndCount() {
    List<String> results = Collections.synchronizedList(new ArrayList<>());
    Command<String> program =
        Command.frames(
                String.class,
                "python3",
                OrphanedWorkersTest.python().resolve("frames_sharing.py").toString())
            .table("tens", tens())
            .accumulator(ASKED)
            .workers(2);
    try (LocalRuntime runtime = LocalRuntime.create()) {
      JobResult result =
          runtime.run(
              numbers(500)
                  .map(String::valueOf)
                  .command("look up", program)
                  .to(Sinks.each(results::add)));

      assertThat(results)
          .isEqualTo(times(10, 500).stream().map(each -> "longs own " + each).toList());
      assertThat(result.stats().accumulated(ASKED)).isEqualTo(500);
    }
  }

  @Tag("python")
  @ParameterizedTest
  @CsvSource({
    "table, there is no table 'missing'; the stage has: countries",
    "name, there is no accumulator 'missing'; the stage has: asked",
    "type, the accumulator 'asked' cannot take a String",
    "travel, the value for the accumulator 'asked' is of type builtins.object",
    "write, cannot modify read-only memory"
  })
  void shouldTellPythonWhatItDoesWrong(String how, String message) {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    List<String> results = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      JobResult result =
          runtime.run(
              texts("a", how, "b")
                  .python(
                      "misuse",
                      "sharing:misuse",
                      String.class,
                      python ->
                          tables(python).onError(OnError.deadLetters(Sinks.each(letters::add))))
                  .to(Sinks.each(results::add)));

      assertThat(results).containsExactly("a", "b");
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).cause()).hasMessageContaining(message);
      assertThat(result.stats().accumulated(ASKED)).isEqualTo(2);
    }
  }

  @Tag("python")
  @Test
  void shouldCountEveryResultOnceThoughPythonDies() {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      JobResult result =
          runtime.run(
              numbers(60)
                  .map(String::valueOf)
                  .python(
                      "ends",
                      "sharing:ends",
                      String.class,
                      python ->
                          tables(python)
                              .attempts(1)
                              .onError(OnError.deadLetters(Sinks.each(letters::add))))
                  .to(Sinks.discard()));

      assertThat(letters).hasSize(6);
      assertThat(result.stats().accumulated(ASKED)).isEqualTo(54);
    }
  }

  @Test
  void shouldRefuseATableNameThatIsUsedTwice() {
    assertThatThrownBy(() -> PythonOptions.defaults().table("a", doubles()).table("a", doubles()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are two tables 'a'");
  }

  @Test
  void shouldRefuseAccumulatorsOfProgramsThatAnswerLines() {
    assertThatThrownBy(() -> texts("a").command("cat", Command.lines("cat").accumulator(ASKED)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("which have no place for accumulators");
  }
}
