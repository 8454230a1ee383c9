package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is advised for pipelines whose right answer is known, on an idle and on a busy machine. */
@Timeout(60)
@Tag("waits") // stages do what they must not
class AdviceTest {

  private static final Duration MEASURED = Duration.ofMillis(700);
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final int AGAIN = 3;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Pattern VERDICT = Pattern.compile("\"verdict\":\"([A-Z_]+)\"");
  private static final Object MONITOR = new Object();

  private static volatile long computed;

  /** A pipeline, and what is to be said of it. */
  record Known(String name, Pipeline pipeline, List<String> verdicts) {

    /** When it is warm: cheap elements are dear at first. */
    long elements() {
      return verdicts.contains("DECLARE_MAP") ? 2_000_000 : 30;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 1L << 40));
  }

  private static Known known(String name, Stage<Long> stage, String... verdicts) {
    return known(name, stage.to(Sinks.discard()), verdicts);
  }

  private static Known known(String name, Pipeline pipeline, String... verdicts) {
    return new Known(name, pipeline, List.of(verdicts));
  }

  private static Long compute(Long element, long micros) {
    long x = element;
    for (long i = 0; i < micros * 1_000; i++) {
      x = x * 31 + i;
    }
    computed = x;
    return element;
  }

  /** Takes that much CPU time however fast the machine is. */
  private static Long computeFor(Long element, long millis) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (threads.getCurrentThreadCpuTime() - end < 0) {
      compute(element, 50);
    }
    return element;
  }

  private static Long sleep(Long element, long millis) throws InterruptedException {
    Thread.sleep(millis);
    return element;
  }

  private static Long locked(Long element) throws InterruptedException {
    synchronized (MONITOR) {
      Thread.sleep(2);
    }
    return element;
  }

  private static CompletableFuture<Long> later(Long element, long millis) {
    Executor after = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> element, after);
  }

  private static CompletableFuture<Long> overloaded(Long element, AtomicBoolean odd) {
    boolean fails = odd.getAndSet(!odd.get());
    return later(element, 5)
        .thenApply(n -> {
          if (fails) {
            throw new IllegalStateException("too many requests");
          }
          return n;
        });
  }

  private static Stream<Known> pipelines() {
    AtomicBoolean odd = new AtomicBoolean();
    return Stream.of(
        known(
            "io that computes",
            numbers().io("s", n -> CompletableFuture.completedFuture(compute(n, 1_000))),
            "DECLARE_CPU"),
        known(
            "io that waits",
            numbers().io("s", n -> CompletableFuture.completedFuture(sleep(n, 3))),
            "DECLARE_COROUTINE"),
        known("cpu that waits", numbers().cpu("s", n -> sleep(n, 3)), "DECLARE_COROUTINE"),
        known(
            "cpu that waits a part of its time",
            numbers().cpu("s", n -> sleep(computeFor(n, 5), 2)),
            "MIXED"),
        known("cpu whose workers wait for a lock", numbers().cpu("s", n -> locked(n)), "FORK"),
        known(
            "cpu with one worker",
            numbers().cpu("s", n -> compute(n, 500), cpu -> cpu.parallelism(1)),
            "MORE_PARALLELISM"),
        known("cpu that does next to nothing", numbers().cpu("s", n -> n + 1), "DECLARE_MAP"),
        known("honest cpu", numbers().cpu("s", n -> compute(n, 500))),
        known(
            "coroutine that computes",
            numbers().coroutine("s", n -> compute(n, 1_000), co -> co.concurrency(8)),
            "DECLARE_CPU"),
        known(
            "io with too few calls at once",
            numbers().io("s", n -> later(n, 10), io -> io.concurrency(4)),
            "MORE_CONCURRENCY"),
        known(
            "io that asks too much at once",
            numbers()
                .io(
                    "s",
                    n -> overloaded(n, odd),
                    io -> io.concurrency(4).retry(Retry.immediately(100))),
            "LESS_CONCURRENCY"),
        known(
            "io with a slow call among many",
            numbers().io("s", n -> later(n, n % 200 == 0 ? 200 : 1), io -> io.concurrency(4)),
            "RELAX_ORDER"),
        known(
            "sink that waits for each element",
            numbers().cpu("c", n -> compute(n, 20)).to("s", Sinks.each(n -> Thread.sleep(2))),
            "BATCH"));
  }

  private static Stream<Known> morePipelines() {
    return Stream.of(
        known(
            "cheap stage in a process",
            numbers().cpu("s", n -> n + 1, cpu -> cpu.forked(1)),
            "DO_NOT_FORK"),
        known(
            "two processes that have little to do",
            numbers()
                .throttle(100, Duration.ofSeconds(1))
                .cpu("s", n -> compute(n, 1_000), cpu -> cpu.forked(2)),
            "LESS_PARALLELISM"),
        known("honest process", numbers().cpu("s", n -> compute(n, 1_000), cpu -> cpu.forked(1))),
        known(
            "honest threads of its own",
            numbers()
                .throttle(500, Duration.ofSeconds(1))
                .coroutine("s", n -> sleep(n, 3), co -> co.threads(8))),
        known(
            "honest coroutine",
            numbers()
                .throttle(500, Duration.ofSeconds(1))
                .coroutine("s", n -> sleep(n, 3), co -> co.concurrency(64))));
  }

  private static Stream<Arguments> idleAndLoaded() {
    return Stream.of(false, true)
        .flatMap(loaded ->
            Stream.concat(pipelines(), morePipelines()).map(known -> Arguments.of(known, loaded)));
  }

  @ParameterizedTest(name = "{0}, loaded: {1}")
  @MethodSource("idleAndLoaded")
  void shouldBeRight(Known known, boolean loaded) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> load = new ArrayList<>();
    for (int i = 0; loaded && i < 2; i++) {
      load.add(Thread.ofPlatform().daemon().start(() -> hog(over)));
    }
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      Job job = runtime.start(known.pipeline());
      while (job.stats().stage("s").in() < known.elements()) {
        LockSupport.parkNanos(1_000_000);
      }
      LockSupport.parkNanos(MEASURED.toNanos());
      Explanation explained = settled(job, known.verdicts());
      assertThat(verdicts(explained.json())).as(explained.text()).isEqualTo(known.verdicts());
      for (int again = 0; again < AGAIN; again++) {
        LockSupport.parkNanos(BETWEEN.toNanos());
        Explanation later = job.explain();
        assertThat(verdicts(later.json())).as(later.text()).isEqualTo(known.verdicts());
      }
      job.cancel();
    } finally {
      over.set(true);
      for (Thread thread : load) {
        thread.join();
      }
    }
    assertThat(computed).isNotEqualTo(1);
  }

  /** What was measured while the JVM warmed up weighs less and less. */
  private static Explanation settled(Job job, List<String> verdicts) {
    long end = System.nanoTime() + LONGEST.toNanos();
    Explanation explained = job.explain();
    while (!verdicts(explained.json()).equals(verdicts) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(MEASURED.toNanos());
      explained = job.explain();
    }
    return explained;
  }

  private static void hog(AtomicBoolean over) {
    while (!over.get()) {
      compute(1L, 1_000);
    }
  }

  private static List<String> verdicts(String json) {
    List<String> found = new ArrayList<>();
    Matcher matcher = VERDICT.matcher(json);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
