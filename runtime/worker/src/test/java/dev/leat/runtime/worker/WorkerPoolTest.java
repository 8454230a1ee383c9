package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.WorkerStats;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPoolTest {

  private static final AtomicInteger OPENED = new AtomicInteger();

  @Test
  void shouldComputeInOrderOfTheElements() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(Pools.policy(2), Pools.plain((Integer n) -> n * 2)), 7, Pools.numbers(1_000));

    assertThat(results)
        .isEqualTo(Pools.numbers(1_000).stream().map(n -> (Object) ((Integer) n * 2)).toList());
  }

  @Test
  void shouldComputeInOtherProcesses() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(Pools.policy(1), Pools.plain((Integer n) -> ProcessHandle.current().pid())),
            1,
            Pools.numbers(1));

    assertThat(results).doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void shouldMakeAnExceptionTheResultOfItsElement() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(1),
                Pools.plain((Integer n) -> {
                  if (n == 3) {
                    throw new IllegalArgumentException("three");
                  }
                  return n;
                })),
            10,
            Pools.numbers(6));

    assertThat(results).hasSize(6).contains(0, 1, 2, 4, 5);
    assertThat(results.get(3))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.THREW);
          assertThat(failure).hasMessage("java.lang.IllegalArgumentException: three");
          assertThat(failure.remoteTrace()).contains("WorkerPoolTest.java");
        });
  }

  @Test
  void shouldBlameExactlyTheElementThatEndsItsWorker() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(2),
                Pools.plain((Integer n) -> {
                  if (n == 17) {
                    Runtime.getRuntime().halt(42);
                  }
                  return n;
                })),
            10,
            Pools.numbers(100));

    assertThat(results.get(17))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.DIED);
          assertThat(failure.exitCode()).isEqualTo(OptionalInt.of(42));
        });
    assertThat(results.stream().filter(Integer.class::isInstance)).hasSize(99);
  }

  @Test
  void shouldSurviveACrashOfTheVirtualMachine() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(1).withAttempts(1), Pools.plain((Integer n) -> n == 5 ? crash() : n)),
            10,
            Pools.numbers(10));

    assertThat(results.get(5))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(OptionalInt.of(1)));
    assertThat(results.stream().filter(Integer.class::isInstance)).hasSize(9);
  }

  /** Writes to address 0. */
  private static Integer crash() throws Exception {
    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    unsafe.getClass().getMethod("putLong", long.class, long.class).invoke(unsafe, 0L, 0L);
    return 0;
  }

  @Test
  void shouldBlameTheElementThatNeedsTooMuchMemory() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(1).withJvm(32, List.of()),
                Pools.plain((Integer n) -> n == 2 ? hoard() : n)),
            10,
            Pools.numbers(5));

    assertThat(results.get(2))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(OptionalInt.of(3)));
    assertThat(results.stream().filter(Integer.class::isInstance)).hasSize(4);
  }

  private static int hoard() {
    Object[] last = {};
    while (true) {
      Object[] next = new Object[1 << 18];
      next[0] = last;
      last = next;
    }
  }

  @Test
  void shouldKillAWorkerWhoseElementTakesTooLong() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(1).withTimeout(Duration.ofSeconds(1)),
                Pools.plain((Integer n) -> {
                  while (n == 4) {
                    Thread.onSpinWait();
                  }
                  return n;
                })),
            10,
            Pools.numbers(10));

    assertThat(results.get(4))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT));
    assertThat(results.stream().filter(Integer.class::isInstance)).hasSize(9);
  }

  @Test
  void shouldReplaceAWorkerThatIsKilledFromOutside() throws Exception {
    try (WorkerPool pool =
        Pools.jvm(Pools.policy(1), Pools.plain((Integer n) -> ProcessHandle.current().pid()))) {
      pool.start();
      pool.awaitReady();
      long first = (Long) Pools.computed(pool, 1, Pools.numbers(1)).get(0);

      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      long second = first;
      while (second == first) {
        second = (Long) Pools.computed(pool, 1, Pools.numbers(1)).get(0);
      }

      assertThat(second).isNotEqualTo(first);
      assertThat(pool.stats().get(0).restarts()).isEqualTo(1);
    }
  }

  /** The later one never ends; the earlier one ends its first worker and is computed again. */
  @Test
  void shouldNotLetABatchWaitBehindALaterOne(@TempDir Path folder) throws Exception {
    String first = Files.createFile(folder.resolve("first")).toString();
    WorkBatch earlier = new WorkBatch(new Object[] {1, 2});
    Semaphore changes = new Semaphore(0);
    try (WorkerPool pool =
        Pools.jvm(Pools.policy(2), Pools.plain((Integer n) -> exitsOnceOrNeverEnds(first, n)))) {
      pool.start();
      pool.awaitReady();
      while (pool.stats().stream().anyMatch(worker -> worker.elements() == 0)) {
        assertThat(Pools.computed(pool, 1, Pools.numbers(2))).hasSize(2);
      }
      pool.onChange(changes::release);

      pool.submit(earlier);
      pool.submit(new WorkBatch(new Object[] {3}));

      while (!earlier.isDone()) {
        changes.acquire();
      }
      assertThat(List.of(earlier.result(0), earlier.result(1))).isEqualTo(List.of(1, 2));
    }
  }

  private static Integer exitsOnceOrNeverEnds(String first, int n) throws Exception {
    if (n == 2 && Files.deleteIfExists(Path.of(first))) {
      Runtime.getRuntime().halt(9);
    }
    while (n == 3) {
      Thread.onSpinWait();
    }
    return n;
  }

  @Test
  void shouldTellOfAFailedElementBeforeTheOthersAreComputed() throws Exception {
    WorkBatch batch = new WorkBatch(new Object[] {1, 2, 3});
    Semaphore changes = new Semaphore(0);
    try (WorkerPool pool = Pools.jvm(Pools.policy(1), Pools.plain(WorkerPoolTest::failsAt2))) {
      pool.onChange(changes::release);
      pool.start();
      pool.awaitReady();

      pool.submit(batch);

      while (batch.ready() < 2) {
        changes.acquire();
      }
      assertThat(batch.result(0)).isEqualTo(1);
      assertThat(batch.result(1)).isInstanceOf(WorkerException.class);
      assertThat(batch.isDone()).isFalse();
    }
  }

  private static Integer failsAt2(Integer n) {
    if (n == 2) {
      throw new IllegalStateException("2");
    }
    while (n == 3) {
      Thread.onSpinWait();
    }
    return n;
  }

  @Test
  void shouldFailWhenWorkersDieWithoutAnElementToBlame() throws Exception {
    try (WorkerPool pool =
        Pools.jvm(
            Pools.policy(1).withJvm(64, List.of("-XX:NoSuchFlag")),
            Pools.plain((Integer n) -> n))) {
      pool.start();

      assertThatThrownBy(pool::awaitReady)
          .isInstanceOf(WorkerStartException.class)
          .hasMessageContaining("5 workers ended")
          .hasMessageContaining("NoSuchFlag");
    }
  }

  @Test
  void shouldOpenAResourceOnceInEachWorker() throws Exception {
    Resource<Integer> resource = Resource.of(OPENED::incrementAndGet, opened -> {});
    CheckedBiFunction<Integer, Integer, Integer> function = (opened, n) -> opened * 1_000 + n;

    List<Object> results =
        Pools.results(
            Pools.jvm(Pools.policy(2), Pools.with(resource, function)), 1, Pools.numbers(50));

    assertThat(results).hasSize(50).allMatch(result -> (Integer) result / 1_000 == 1);
    assertThat(OPENED).hasValue(0);
  }

  @Test
  void shouldSayWhyAResourceDoesNotOpen() throws Exception {
    Resource<Integer> resource =
        Resource.of(
            () -> {
              throw new IllegalStateException("no model");
            },
            opened -> {});
    CheckedBiFunction<Integer, Integer, Integer> function = (opened, n) -> n;
    try (WorkerPool pool = Pools.jvm(Pools.policy(1), Pools.with(resource, function))) {
      pool.start();

      assertThatThrownBy(pool::awaitReady).hasMessageContaining("no model");
    }
  }

  @Test
  void shouldRefuseAnElementOverTheLimitAndAResultToo() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(1).withLargestElement(1_000),
                Pools.plain((String text) -> text.length() == 2 ? "x".repeat(2_000) : text)),
            10,
            List.of("a", "y".repeat(2_000), "bb", "c"));

    assertThat(results.get(0)).isEqualTo("a");
    assertThat(results.get(3)).isEqualTo("c");
    assertThat(results.get(1))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.CANNOT_TRAVEL);
          assertThat(failure).hasMessageContaining("1,000 are allowed");
        });
    assertThat(results.get(2))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure -> assertThat(failure).hasMessageStartingWith("the result has 2,005"));
  }

  @Test
  void shouldFailTheElementWhoseResultCannotTravel() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(
                Pools.policy(1), Pools.plain((Integer n) -> n == 1 ? (Object) new Thread() : n)),
            10,
            Pools.numbers(3));

    assertThat(results.get(1))
        .asInstanceOf(type(WorkerException.class))
        .satisfies(failure ->
            assertThat(failure).hasMessageContaining("java.lang.Thread, which cannot travel"));
    assertThat(results).contains(0, 2);
  }

  @Test
  void shouldFailTheElementWhoseFunctionReturnsNull() throws Exception {
    List<Object> results =
        Pools.results(
            Pools.jvm(Pools.policy(1), Pools.plain((Integer n) -> n == 1 ? nothing() : n)),
            10,
            Pools.numbers(3));

    assertThat(results.get(1)).asString().contains("the function returned null");
  }

  @SuppressWarnings("NullAway") // that is the mistake
  private static Object nothing() {
    return null;
  }

  @Test
  void shouldLeaveNothingBehind(@TempDir Path temp, @TempDir Path memory) throws Exception {
    WorkerSpec usual =
        WorkerSpec.jvm("test", "stage", Pools.plain((Integer n) -> n), Pools.policy(2));
    WorkerSpec spec =
        new WorkerSpec(
            usual.pipeline(),
            usual.stage(),
            usual.policy(),
            usual.launcher(),
            usual.lines(),
            new WorkerFiles.Places(temp, memory));
    WorkerPool pool = new WorkerPool(spec, Pools::thread, Pools::after);
    Pools.results(pool, 10, Pools.numbers(100));

    assertThat(pool.stats()).extracting(WorkerStats::pid).containsOnly(-1L);
    assertThat(temp).isEmptyDirectory();
    assertThat(memory).isEmptyDirectory();
  }

  @Test
  void shouldTellHowManyElementsEachWorkerHasAnswered() throws Exception {
    try (WorkerPool pool = Pools.jvm(Pools.policy(2), Pools.plain((Integer n) -> n))) {
      pool.start();
      pool.awaitReady();
      Pools.computed(pool, 10, Pools.numbers(500));

      List<WorkerStats> stats = pool.stats();

      assertThat(stats.stream().mapToLong(WorkerStats::elements).sum()).isEqualTo(500);
      Optional<WorkerStats> one = stats.stream().filter(worker -> worker.elements() > 0).findAny();
      assertThat(one.orElseThrow().memoryBytes()).isBetween(10L << 20, 200L << 20);
    }
  }

  @Test
  void shouldEndAWorkerThatIgnoresTheEnd() throws Exception {
    WorkerPool pool =
        Pools.jvm(
            Pools.policy(1),
            Pools.plain((Integer n) -> {
              Runtime.getRuntime()
                  .addShutdownHook(
                      new Thread(() -> {
                        while (true) {
                          Thread.onSpinWait();
                        }
                      }));
              Thread.ofPlatform().start(() -> System.exit(1));
              while (true) {
                Thread.onSpinWait();
              }
            }));
    pool.start();
    pool.awaitReady();
    pool.submit(new WorkBatch(new Object[] {1}));

    pool.close();

    assertThat(pool.stats().get(0).pid()).isEqualTo(-1);
  }
}
