package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Worker processes that fail in every way there is, at places that a seed decides: nothing may be
 * lost, repeated or left hanging.
 *
 * <p>A fiftieth of the whole measurement; {@code -Dleat.faults.scale=50} makes it 10,000 faults in
 * 1,000,000 elements, with a deadline of 100 ms.
 */
@Tag("waits") // long; ForkedStageTest takes the same paths
@Timeout(value = 5L, unit = TimeUnit.MINUTES) // dozens of processes, one after the other
class ForkedFaultsTest {

  private static final int SCALE = Integer.getInteger("leat.faults.scale", 1);
  private static final Duration DEADLINE = Duration.ofMillis(SCALE == 1 ? 1_000 : 100);
  private static final Path PYTHON = OrphanedWorkersTest.python();
  private static final Map<Long, Map<Long, Fault>> FAULTS = new ConcurrentHashMap<>();

  /** What an element does to its worker. */
  private enum Fault {
    THROW(194, Reason.THREW),
    EXIT(2, Reason.DIED),
    KILL(2, Reason.DIED),
    HANG(1, Reason.TIMED_OUT),
    GARBAGE(1, Reason.WRONG_ANSWER);

    private final int count;
    private final Reason reason;

    Fault(int count, Reason reason) {
      this.count = count * SCALE;
      this.reason = reason;
    }
  }

  private static final long ELEMENTS = 20_000L * SCALE;

  @AfterEach
  void leaveNoProcess() {
    while (ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive)) {
      Waits.pause();
    }
  }

  /** Which elements have which fault; the same in every process. */
  private static Map<Long, Fault> faults(long seed) {
    return FAULTS.computeIfAbsent(seed, ForkedFaultsTest::scattered);
  }

  private static Map<Long, Fault> scattered(long seed) {
    Random random = new Random(seed);
    Map<Long, Fault> faults = new TreeMap<>();
    for (Fault fault : Fault.values()) {
      int left = fault.count;
      while (left > 0) {
        left -= faults.putIfAbsent(random.nextLong(ELEMENTS), fault) == null ? 1 : 0;
      }
    }
    return faults;
  }

  /** Runs in a worker JVM, where nothing can write to the socket but Leat. */
  private static long faulty(long seed, long n) throws Exception {
    Fault fault = faults(seed).get(n);
    if (fault == null || fault == Fault.GARBAGE) {
      return n;
    }
    switch (fault) {
      case THROW -> throw new IllegalStateException("thrown on purpose by " + n);
      case EXIT -> Runtime.getRuntime().halt(9);
      case KILL -> {
        String self = Long.toString(ProcessHandle.current().pid());
        int unused = new ProcessBuilder("kill", "-9", self).start().waitFor();
      }
      default -> {}
    }
    while (true) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  @Timeout(value = 60L, unit = TimeUnit.MINUTES)
  void shouldLoseAndRepeatNothingWhenElementsFailInJvms(long seed) {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    Map<Long, Fault> expected = new TreeMap<>(faults(seed));
    expected.values().removeIf(fault -> fault == Fault.GARBAGE);
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results =
          runtime.collect(
              numbers()
                  .cpu(
                      "faulty",
                      n -> faulty(seed, n),
                      cpu ->
                          cpu.forked(2, fork -> fork.jvmOptions("-Dleat.faults.scale=" + SCALE))
                              .timeout(DEADLINE)
                              .onError(OnError.deadLetters(Sinks.each(letters::add)))));

      assertThat(results).isEqualTo(without(expected));
      assertLetters(letters, expected);
    }
  }

  @Tag("python")
  @ParameterizedTest
  @ValueSource(longs = 2)
  @Timeout(value = 60L, unit = TimeUnit.MINUTES)
  void shouldLoseAndRepeatNothingWhenElementsFailInPython(long seed) {
    List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
    Map<Long, Fault> expected = faults(seed);
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<String> results =
          runtime.collect(
              numbers()
                  .map(n ->
                      n + " " + Optional.ofNullable(expected.get(n)).map(Enum::name).orElse(""))
                  .python(
                      "faulty",
                      "functions:faulty",
                      String.class,
                      python ->
                          python
                              .path(PYTHON)
                              .workers(2)
                              .timeout(DEADLINE)
                              .onError(OnError.deadLetters(Sinks.each(letters::add)))));

      assertThat(results).isEqualTo(without(expected).stream().map(String::valueOf).toList());
      assertLetters(letters, expected);
    }
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("faults").from(Sources.range(0, ELEMENTS));
  }

  private static List<Long> without(Map<Long, Fault> faults) {
    return LongStream.range(0, ELEMENTS).filter(n -> !faults.containsKey(n)).boxed().toList();
  }

  private static void assertLetters(List<DeadLetter> letters, Map<Long, Fault> expected) {
    List<Long> elements =
        letters.stream().map(letter -> Long.valueOf(letter.text().split(" ", -1)[0])).toList();
    assertThat(elements).isEqualTo(List.copyOf(expected.keySet()));
    for (int i = 0; i < letters.size(); i++) {
      Fault fault = Objects.requireNonNull(expected.get(elements.get(i)));
      assertThat(letters.get(i).cause())
          .asInstanceOf(type(WorkerException.class))
          .extracting(WorkerException::reason)
          .as("element %s, %s", elements.get(i), fault)
          .isIn(reasons(fault));
    }
  }

  /** Within the short deadline of the whole measurement a process may not get as far as its end. */
  private static Set<Reason> reasons(Fault fault) {
    return SCALE > 1 && fault.reason == Reason.DIED
        ? Set.of(Reason.DIED, Reason.TIMED_OUT)
        : Set.of(fault.reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void shouldLoseAndRepeatNothingWhenWorkersAreKilledAtAnyMoment(long seed) throws Exception {
    Random random = new Random(seed);
    long count = 200_000;
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Long> results = Collections.synchronizedList(new ArrayList<>());
      Job job =
          runtime.start(
              Pipeline.named("killed")
                  .from(Sources.range(0, count))
                  .cpu("same", n -> n, cpu -> cpu.forked(2, fork -> fork.attempts(20)))
                  .to(Sinks.each(results::add)));
      int kills = 0;
      while (kills < 8 && !job.state().ended()) {
        kills += killOne(job, random) ? 1 : 0;
        long more = results.size() + random.nextLong(count / 20);
        while (results.size() < more && !job.state().ended()) {
          Waits.pause();
        }
      }
      job.await();

      assertThat(kills).isPositive();
      assertThat(results).isEqualTo(LongStream.range(0, count).boxed().toList());
    }
  }

  private static boolean killOne(Job job, Random random) {
    List<Long> pids =
        job.stats().workers().stream().map(WorkerStats::pid).filter(pid -> pid > 0).toList();
    return !pids.isEmpty()
        && ProcessHandle.of(pids.get(random.nextInt(pids.size())))
            .map(ProcessHandle::destroyForcibly)
            .orElse(false);
  }

  /** How a job ends that would not end by itself. */
  private enum End {
    CANCEL,
    CLOSE,
    DRAIN,
    FAIL
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void shouldEndInEveryWayAtAnyMoment(long seed) throws Exception {
    Random random = new Random(seed);
    for (End end : End.values()) {
      long moment = random.nextInt(3) == 0 ? 0 : random.nextLong(2_000);
      List<Long> results = Collections.synchronizedList(new ArrayList<>());
      try (LocalRuntime runtime = LocalRuntime.create()) {
        Job job = runtime.start(endless(end == End.FAIL ? moment : -1, results));
        long seen = end == End.FAIL ? 0 : moment;
        while (results.size() < seen) {
          Waits.pause();
        }
        if (random.nextBoolean() && end != End.FAIL) {
          killOne(job, random);
        }
        finish(end, job, runtime);

        Optional<Throwable> error = error(job);
        if (end == End.DRAIN) {
          assertThat(error).as("seed %d, %s at %d", seed, end, moment).isEmpty();
        } else if (end == End.FAIL) {
          assertThat(error).get().isInstanceOf(StageException.class);
          assertThat(results).hasSize((int) moment);
        }
        assertThat(results).isEqualTo(LongStream.range(0, results.size()).boxed().toList());
      }
    }
  }

  private static Pipeline endless(long fatal, List<Long> results) {
    return Pipeline.named("endless")
        .from(Sources.range(0, Long.MAX_VALUE))
        .cpu("same", n -> n == fatal ? ended() : n, cpu -> cpu.forked(2))
        .to(Sinks.each(results::add));
  }

  private static long ended() {
    Runtime.getRuntime().halt(9);
    return 0;
  }

  private static void finish(End end, Job job, LocalRuntime runtime) {
    switch (end) {
      case CANCEL -> job.cancel();
      case CLOSE -> runtime.close();
      case DRAIN -> job.drain(Duration.ofMinutes(2));
      case FAIL -> {}
    }
  }

  private static Optional<Throwable> error(Job job) throws Exception {
    try {
      var unused = job.result().toCompletableFuture().get(2, TimeUnit.MINUTES);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    }
  }

  /** Workers report while the stage is still put together. */
  @Test
  void shouldDeliverEverythingHoweverSoonTheJobEnds() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      for (int i = 0; i < 20; i++) {
        List<Long> results =
            runtime.collect(
                Pipeline.named("short")
                    .from(Sources.range(0, 3))
                    .cpu("same", n -> n, cpu -> cpu.forked(2)));

        assertThat(results).containsExactly(0L, 1L, 2L);
      }
    }
  }
}
