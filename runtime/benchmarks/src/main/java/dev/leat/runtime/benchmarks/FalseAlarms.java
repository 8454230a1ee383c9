package dev.leat.runtime.benchmarks;

import dev.leat.pipeline.CoroutineInput;
import dev.leat.pipeline.CoroutineOutput;
import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * Runs pipelines whose stages do what they declare, many times, while as many threads as there are
 * cores compute beside them and garbage is collected, and counts what is found: nothing, if all is
 * right. {@code java -cp leat-benchmarks.jar dev.leat.runtime.benchmarks.FalseAlarms [RUNS]}
 */
public final class FalseAlarms {

  /** The chunks of a run: one for each element, each of which takes longer than a slice of work. */
  static final int CHUNKS = 300;

  private static final int RUNS = 1_000;
  private static final int GC_EVERY = 5;

  /** One element of so many computes for some milliseconds on its event loop, which it may. */
  private static final int LONG_ONES = 50;

  private static final LongAdder COUNTED = new LongAdder();
  private static final Duration BUDGET = Duration.ofMillis(25);

  @SuppressWarnings("UnusedVariable") // written so that the JVM cannot leave the work out
  private static volatile long computed;

  private FalseAlarms() {}

  /** Runs it; the exit code is 1 if something was found. */
  public static void main(String[] args) {
    int runs = args.length == 0 ? RUNS : Integer.parseInt(args[0]);
    List<Finding> found = run(runs, Runtime.getRuntime().availableProcessors());
    found.forEach(finding -> System.out.println(finding.message()));
    System.out.printf("%,d runs, %,d findings%n", runs, found.size());
    if (!found.isEmpty()) {
      System.exit(1);
    }
  }

  /**
   * Runs it.
   *
   * @param load how many threads compute beside the pipelines
   * @return what was found
   */
  static List<Finding> run(int runs, int load) {
    List<Finding> found = new ArrayList<>();
    List<Thread> hogs = new ArrayList<>();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    for (int i = 0; i < load; i++) {
      hogs.add(Thread.ofPlatform().daemon().start(FalseAlarms::hog));
    }
    try (LocalRuntime runtime = LocalRuntime.builder().loopBudget(BUDGET).build()) {
      for (int i = 0; i < runs; i++) {
        Job job = runtime.start(honest(clock));
        if (i % GC_EVERY == 0) {
          System.gc();
        }
        job.await();
        found.addAll(job.findings());
      }
    } finally {
      hogs.forEach(Thread::interrupt);
      clock.shutdownNow();
    }
    return found;
  }

  private static void hog() {
    while (!Thread.currentThread().isInterrupted()) {
      compute(1, 1_000);
    }
  }

  private static Long compute(long element, int micros) {
    long x = element;
    for (long i = 0; i < micros * 1_000L; i++) {
      x = x * 31 + i;
    }
    computed = x;
    return element;
  }

  private static Pipeline honest(ScheduledExecutorService clock) {
    return Pipeline.named("honest")
        .from(Sources.range(0, CHUNKS))
        .cpu("compute", n -> count(compute(n, 300)))
        .io(
            "ask",
            n -> answer(clock, n % LONG_ONES == 0 ? compute(n, 5_000) : n),
            io -> io.concurrency(32))
        .ioMany("list", n -> Mono.fromFuture(answer(clock, n)), many -> many.concurrency(32))
        .coroutine("look-up", FalseAlarms::lookUp, co -> co.concurrency(32))
        .coroutine("number", FalseAlarms::number)
        .to("write", Sinks.each(FalseAlarms::write));
  }

  /** Under a lock that is held for a moment only. */
  private static Long count(Long element) {
    synchronized (COUNTED) {
      COUNTED.add(compute(element, 2));
      return element;
    }
  }

  private static CompletableFuture<Long> answer(ScheduledExecutorService clock, Long element) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    var unused = // the answer tells
        clock.schedule(() -> answer.complete(compute(element, 20)), 2, TimeUnit.MILLISECONDS);
    return answer;
  }

  private static Long lookUp(Long element) throws InterruptedException {
    Thread.sleep(3);
    return compute(element, 20);
  }

  private static void number(CoroutineInput<Long> in, CoroutineOutput<Long> out)
      throws InterruptedException {
    while (in.hasNext()) {
      out.emit(in.next());
    }
  }

  private static void write(Long element) throws InterruptedException {
    if (element % 100 == 0) {
      Thread.sleep(1);
    }
  }
}
