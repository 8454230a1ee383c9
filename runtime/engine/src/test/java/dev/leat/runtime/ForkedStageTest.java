package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckReport.Verdict;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Command;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3L, unit = TimeUnit.MINUTES) // processes take long to start where others compute
class ForkedStageTest {

  private static final Path PYTHON = OrphanedWorkersTest.python();

  private static Stage<Long> numbers(long count) {
    return Pipeline.named("forked").from(Sources.range(0, count));
  }

  private static List<Long> squares(long count) {
    return LongStream.range(0, count).map(n -> n * n).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_024})
  void shouldKeepTheOrderWithAnySizeOfChunks(int chunk) {
    try (LocalRuntime runtime = LocalRuntime.builder().chunkElements(chunk).build()) {
      List<Long> results =
          runtime.collect(numbers(5_000).cpu("square", n -> n * n, cpu -> cpu.forked(2)));

      assertThat(results).isEqualTo(squares(5_000));
    }
  }

  @Test
  void shouldEmitEverythingWithoutOrder() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              numbers(5_000).cpu("square", n -> n * n, cpu -> cpu.forked(2).unordered()));

      assertThat(results).containsExactlyInAnyOrderElementsOf(squares(5_000));
    }
  }

  /** Pure functions give the same in this process, and forked, however the input is cut. */
  @ParameterizedTest
  @ValueSource(ints = {7, 1_024})
  void shouldComputeTheSameForkedAndInProcess(int chunk) {
    List<CheckedFunction<Long, Object>> functions =
        List.of(
            n -> "text " + n,
            n -> List.of(n, "x"),
            n -> new Point(n, List.of((double) n)),
            n -> n % 7 == 0 ? "seven" : n);
    for (CheckedFunction<Long, Object> function : functions) {
      try (PipelineRuntime oracle = LocalRuntime.inline();
          PipelineRuntime runtime = LocalRuntime.builder().chunkElements(chunk).build()) {
        Stage<Object> stage = numbers(300).cpu("f", function, cpu -> cpu.forked(2));

        assertThat(runtime.collect(stage)).isEqualTo(oracle.collect(stage));
      }
    }
  }

  /** Travels. */
  record Point(long x, List<Double> ys) {}

  @Test
  void shouldDeliverAllOthersAndSendExactlyThePoisonToDeadLetters() {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              numbers(300)
                  .cpu(
                      "poison",
                      ForkedStageTest::poison,
                      cpu ->
                          cpu.forked(2, fork -> fork.heap(32))
                              .timeout(Duration.ofSeconds(3))
                              .onError(OnError.deadLetters(Sinks.each(letters::add)))));

      assertThat(results)
          .isEqualTo(
              LongStream.range(0, 300)
                  .filter(n -> n != 10 && n != 50 && n != 90 && n != 130)
                  .boxed()
                  .toList());
      assertThat(letters).extracting(DeadLetter::text).containsExactly("10", "50", "90", "130");
      assertThat(letters)
          .extracting(letter -> ((WorkerException) letter.cause()).reason())
          .containsExactly(Reason.DIED, Reason.TIMED_OUT, Reason.DIED, Reason.THREW);
      assertThat(letters).extracting(DeadLetter::attempts).containsExactly(2, 2, 2, 1);
      assertThat(((WorkerException) letters.get(0).cause()).exitCode()).hasValue(9);
      assertThat(letters.get(0).position().line()).isEqualTo(11);
    }
  }

  private static long poison(long n) {
    if (n == 10) {
      Runtime.getRuntime().halt(9);
    }
    while (n == 50) {
      Thread.onSpinWait();
    }
    if (n == 90) {
      Object[] last = {};
      while (true) {
        Object[] next = new Object[1 << 18];
        next[0] = last;
        last = next;
      }
    }
    if (n == 130) {
      throw new IllegalStateException("130");
    }
    return n;
  }

  @Test
  void shouldFailTheJobAfterEverythingBeforeTheElement() {
    List<Long> delivered = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Pipeline pipeline =
          numbers(1_000)
              .cpu("poison", ForkedStageTest::poison, cpu -> cpu.forked(2))
              .to(Sinks.each(delivered::add));

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("exit code 9")
          .hasMessageContaining("element: 10");
      assertThat(delivered).isEqualTo(LongStream.range(0, 10).boxed().toList());
    }
  }

  /** Though nothing limits how long an element may take. */
  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "2,true", "2,false"})
  void shouldFailTheJobThoughLaterElementsNeverEnd(int workers, boolean exits) {
    List<Long> delivered = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Pipeline pipeline =
          numbers(1_000)
              .cpu("poison", n -> failsAndNeverEnds(exits, n), cpu -> cpu.forked(workers))
              .to(Sinks.each(delivered::add));

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("element: 10");
      assertThat(delivered).isEqualTo(LongStream.range(0, 10).boxed().toList());
    }
  }

  private static long failsAndNeverEnds(boolean exits, long n) {
    if (n == 10 && exits) {
      Runtime.getRuntime().halt(9);
    }
    if (n == 10) {
      throw new IllegalStateException("10");
    }
    while (n > 11) {
      Thread.onSpinWait();
    }
    return n;
  }

  @Tag("python")
  @Test
  void shouldNotWaitForWorkersWhenItIsCancelledWhileTheyStart(@TempDir Path folder)
      throws Exception {
    Path starts = Files.createFile(folder.resolve("starts"));
    Path slow = folder.resolve("slow.py");
    Files.writeString(
        slow,
        """
        import os, time
        os.unlink(%s)
        time.sleep(3600)
        """
            .formatted("'" + starts + "'"));
    try (LocalRuntime runtime = LocalRuntime.builder().grace(Duration.ofHours(1)).build()) {
      Job job =
          runtime.start(
              Pipeline.named("slow")
                  .from(Sources.of("a"))
                  .python("slow", "slow:function", String.class, python -> python.path(folder))
                  .to(Sinks.discard()));
      while (Files.exists(starts)) {
        Waits.pause();
      }

      job.cancel();

      assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    }
  }

  @Test
  void shouldOpenTheResourceInTheWorkersOnly() {
    Resource<Long> process = Resource.of(() -> ProcessHandle.current().pid(), opened -> {});
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              numbers(50).cpu("process", process, (pid, n) -> pid, cpu -> cpu.forked(1)));

      assertThat(results).hasSize(50).doesNotContain(ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldRefuseWhatCannotTravelWhenTheJobIsPlanned() {
    Pipeline pipeline =
        numbers(1).cpu("make", n -> new StringBuilder(), cpu -> cpu.forked(1)).to(Sinks.discard());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.explain(pipeline))
          .isInstanceOf(PipelineDefinitionException.class)
          .hasMessageContaining("make")
          .hasMessageContaining("ForkedStageTest.java")
          .hasMessageContaining("java.lang.StringBuilder");
      assertThat(runtime.check(pipeline).verdicts().get(1).verdict()).isEqualTo(Verdict.REFUSED);
    }
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    assertThatThrownBy(() -> numbers(1).cpu("f", n -> n, cpu -> cpu.forked(0)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("workers must be from 1");
    assertThatThrownBy(() -> numbers(1).cpu("f", n -> n, cpu -> cpu.timeout(Duration.ofSeconds(1))))
        .hasMessageContaining("a timeout needs forked(n)");
    assertThatThrownBy(() -> numbers(1).cpu("f", n -> n, cpu -> cpu.forked(2).parallelism(2)))
        .hasMessageContaining("contradict");
    assertThatThrownBy(() -> Command.lines("sort", "-n"))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("'sort'")
        .hasMessageContaining("ForkedStageTest.java");
    assertThatThrownBy(() -> numbers(1).python("f", "nocolon", String.class))
        .hasMessageContaining("module:function");
  }

  @Test
  void shouldEndAllWorkersWhenTheJobIsCancelled() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Job job =
          runtime.start(
              Pipeline.named("endless")
                  .from(Sources.range(0, Long.MAX_VALUE))
                  .cpu("f", n -> n, cpu -> cpu.forked(2))
                  .to(Sinks.discard()));
      List<Long> pids = new ArrayList<>();
      while (pids.size() < 2 || job.stats().stage("f").out() < 100) {
        pids = job.stats().workers().stream().map(WorkerStats::pid).filter(pid -> pid > 0).toList();
        Waits.pause();
      }

      job.cancel();

      assertThatThrownBy(job::await).isInstanceOf(JobCancelledException.class);
      assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }
  }

  @Test
  void shouldStopTheSourceWhenNobodyWantsMore() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              Pipeline.named("early")
                  .from(Sources.range(0, Long.MAX_VALUE))
                  .cpu("f", n -> n + 1, cpu -> cpu.forked(2))
                  .take(3));

      assertThat(results).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void shouldStartNoWorkersForARuntimeThatIsClosed() {
    LocalRuntime runtime = LocalRuntime.create();
    runtime.close();

    assertThatThrownBy(() ->
            runtime.start(numbers(1).cpu("same", n -> n, cpu -> cpu.forked(1)).to(Sinks.discard())))
        .hasMessageContaining("the runtime is closed and cannot start pipeline 'forked'");
    assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void shouldSayThatWorkersCannotBeStarted() {
    Pipeline pipeline =
        numbers(1)
            .map(String::valueOf)
            .command("none", Command.lines("no-such-command"))
            .to(Sinks.discard());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("stage 'none'")
          .hasMessageContaining("no-such-command");
    }
  }

  @Tag("python")
  @Test
  void shouldRunPythonAndCommands() {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<String> results =
          runtime.collect(
              Pipeline.named("foreign")
                  .from(Sources.of("a", "bad", "b"))
                  .python(
                      "upper",
                      "functions:upper",
                      String.class,
                      python ->
                          python
                              .path(PYTHON)
                              .workers(2)
                              .onError(OnError.deadLetters(Sinks.each(letters::add))))
                  .command("mark", Command.lines("sed", "-u", "s/$/!/")));

      assertThat(results).containsExactly("A!", "B!");
      assertThat(letters)
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.cause()).hasMessage("ValueError: it is bad");
            assertThat(((WorkerException) letter.cause()).remoteTrace()).contains("functions.py");
          });
    }
  }

  @Test
  void shouldFailWhenAProgramTurnsOutToHaveWrittenTooManyLines() {
    Stage<String> stage =
        numbers(10)
            .map(String::valueOf)
            .command(
                "more",
                Command.lines("sh", "-c", "while read line; do echo $line; done; echo more"));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.collect(stage))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("stage 'more'")
          .hasMessageContaining("more lines than it is given");
    }
  }

  @Tag("python")
  @Test
  void shouldRunInlineAndSayWhatIsDifferent() {
    Stage<String> stage =
        numbers(20)
            .cpu("text", String::valueOf, cpu -> cpu.forked(2))
            .python("upper", "functions:upper", String.class, python -> python.path(PYTHON));
    try (LocalRuntime runtime = LocalRuntime.inline()) {
      assertThat(runtime.collect(stage))
          .isEqualTo(IntStream.range(0, 20).mapToObj(String::valueOf).toList());
      assertThat(runtime.check(stage.to(Sinks.discard())).verdicts())
          .filteredOn(verdict -> verdict.verdict() == Verdict.DIFFERS)
          .extracting(verdict -> verdict.stage())
          .contains("text", "upper");
    }
  }

  @Test
  void shouldStartWorkersInTheFolderAndWithTheVariablesOfTheStage(@TempDir Path folder)
      throws Exception {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<String> results =
          runtime.collect(
              numbers(1)
                  .cpu(
                      "where",
                      n -> System.getenv("LEAT_TEST") + " in " + Path.of("").toAbsolutePath(),
                      cpu ->
                          cpu.forked(
                              1, fork -> fork.environment("LEAT_TEST", "told").directory(folder))));

      assertThat(results).containsExactly("told in " + folder.toRealPath());
      assertThat(System.getenv("LEAT_TEST")).isNull();
    }
  }

  @Test
  void shouldSayThatTheFolderOfWorkersIsMissing(@TempDir Path folder) {
    Path missing = folder.resolve("missing");
    Stage<Long> stage =
        numbers(1).cpu("where", n -> n, cpu -> cpu.forked(1, fork -> fork.directory(missing)));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.collect(stage))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("stage 'where'")
          .hasMessageContaining("its working folder %s does not exist", missing);
    }
  }

  @Test
  void shouldExplainWorkersAndTheirPrice() {
    Pipeline pipeline =
        numbers(3_000).cpu("cheap", n -> n + 1, cpu -> cpu.forked(2)).to(Sinks.discard());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThat(runtime.explain(pipeline).toString())
          .contains("worker processes, 2 of them, order kept", "cpu forked", "2 processes");
      Job job = runtime.start(pipeline);
      JobResult result = job.await();

      assertThat(result.stats().workers()).hasSize(2);
      assertThat(job.explain().toString())
          .contains("worker 1: no process,", "restarts 0, memory", "price: work", "transport");
      assertThat(result.stats().workers())
          .allMatch(worker -> worker.elements() == 0 || worker.transport().toNanos() > 0);
      assertThat(result.stats().workers().stream().mapToLong(WorkerStats::elements).sum())
          .isEqualTo(3_000);
    }
  }
}
