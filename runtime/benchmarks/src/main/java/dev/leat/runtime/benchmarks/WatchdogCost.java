package dev.leat.runtime.benchmarks;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the watchdog costs: the CPU time of its thread, as a part of one core, while jobs of several
 * kinds run, in windows of time one after the other. The first window holds what happens once. Rows
 * that follow others in one JVM find their classes loaded: run them by their numbers, a JVM each,
 * for figures of a JVM that has just begun. {@code java -cp leat-benchmarks.jar
 * dev.leat.runtime.benchmarks.WatchdogCost [WINDOWS [SECONDS [ROW]]]}
 */
public final class WatchdogCost {

  private static final int WINDOWS = 3;
  private static final double SECONDS = 5;
  private static final double NANOS = 1e9;
  private static final double PERCENT = 100;
  private static final String WATCHDOG = "leat-watchdog";
  private static final Duration TO_BEGIN = Duration.ofSeconds(20);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @SuppressWarnings("UnusedVariable") // written so that the JVM cannot leave the work out
  private static volatile long computed;

  private WatchdogCost() {}

  /** What a job does. */
  private enum Kind {
    WAITS_FOR_INPUT,
    KEEPS_CORES_BUSY,
    WORKS_NOW_AND_THEN,
    HAS_100_THREADS_THAT_WAIT,
    HAS_1000_THREADS_THAT_WORK
  }

  /** Jobs of one kind. */
  private record Jobs(int number, Kind kind) {}

  /** Jobs that run at the same time. */
  private enum Row {
    ONE_IDLE("1 that waits for input", new Jobs(1, Kind.WAITS_FOR_INPUT)),
    ONE_BUSY("1 that keeps all cores busy", new Jobs(1, Kind.KEEPS_CORES_BUSY)),
    MANY_IDLE("1,000 that wait for input", new Jobs(1_000, Kind.WAITS_FOR_INPUT)),
    MANY_MIXED(
        "1,000 that wait, 50 that work",
        new Jobs(1_000, Kind.WAITS_FOR_INPUT),
        new Jobs(50, Kind.WORKS_NOW_AND_THEN)),
    COROUTINES_IDLE(
        "1,000 with 100 virtual threads each that wait",
        new Jobs(1_000, Kind.HAS_100_THREADS_THAT_WAIT)),
    COROUTINES_BUSY(
        "20 with 1,000 virtual threads each that work",
        new Jobs(20, Kind.HAS_1000_THREADS_THAT_WORK));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // the list is
    private final List<Jobs> jobs;

    Row(String title, Jobs... jobs) {
      this.title = title;
      this.jobs = List.of(jobs);
    }
  }

  /** Runs it and prints a row for each kind. */
  public static void main(String[] args) throws InterruptedException {
    int windows = args.length < 1 ? WINDOWS : Integer.parseInt(args[0]);
    double seconds = args.length < 2 ? SECONDS : Double.parseDouble(args[1]);
    List<Row> rows = Arrays.asList(Row.values());
    if (args.length > 2) {
      int number = Integer.parseInt(args[2]);
      rows = rows.subList(number - 1, number);
    }
    System.out.printf(Locale.ROOT, "| jobs | %% of a core in each %.1f s |%n|---|---|%n", seconds);
    for (Row row : rows) {
      System.out.println(line(row, windows, seconds, 1));
    }
    System.exit(0); // jobs that wait for input need not be waited for
  }

  /**
   * A line for each row.
   *
   * @param divisor by what the number of the jobs is divided
   */
  static List<String> lines(int windows, double seconds, int divisor) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Row row : Row.values()) {
      lines.add(line(row, windows, seconds, divisor));
    }
    return lines;
  }

  private static String line(Row row, int windows, double seconds, int divisor)
      throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    List<Double> shares = new ArrayList<>();
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Job> running = new ArrayList<>();
      for (Jobs jobs : row.jobs) {
        for (int i = 0; i < Math.max(1, jobs.number() / divisor); i++) {
          running.add(runtime.start(pipeline(jobs.kind(), over)));
        }
      }
      long watchdog = watchdog();
      for (int i = 0; i < windows; i++) {
        shares.add(share(watchdog, seconds));
      }
      over.countDown();
      running.forEach(Job::cancel);
    }
    return "| %s | %s |".formatted(row.title, percents(shares));
  }

  private static String percents(List<Double> shares) {
    return shares.stream()
        .map(share -> String.format(Locale.ROOT, "%.2f", share * PERCENT))
        .collect(Collectors.joining(", "));
  }

  /** The number of the thread, which begins with the first job. */
  private static long watchdog() throws InterruptedException {
    long end = System.nanoTime() + TO_BEGIN.toNanos();
    while (System.nanoTime() - end < 0) {
      long newest =
          Stream.of(THREADS.dumpAllThreads(false, false, 0))
              .filter(thread -> thread.getThreadName().equals(WATCHDOG))
              .max(Comparator.comparingLong(ThreadInfo::getThreadId))
              .map(ThreadInfo::getThreadId)
              .orElse(-1L);
      if (newest >= 0) {
        return newest;
      }
      Thread.sleep(1);
    }
    throw new IllegalStateException("there is no thread '" + WATCHDOG + "'");
  }

  /** Which part of a core a thread takes in a window of time. */
  private static double share(long thread, double seconds) throws InterruptedException {
    long begin = System.nanoTime();
    long before = THREADS.getThreadCpuTime(thread);
    Thread.sleep(Duration.ofNanos((long) (seconds * NANOS)));
    long cpu = THREADS.getThreadCpuTime(thread) - before;
    return (double) cpu / (System.nanoTime() - begin);
  }

  private static Pipeline pipeline(Kind kind, CountDownLatch over) {
    return switch (kind) {
      case WAITS_FOR_INPUT ->
          Pipeline.named("p")
              .from(Sources.endless(() -> nothingUntil(over)))
              .cpu("s", n -> n + 1)
              .to(Sinks.discard());
      case KEEPS_CORES_BUSY -> numbers().cpu("s", n -> compute(n, 6_000)).to(Sinks.discard());
      case WORKS_NOW_AND_THEN ->
          numbers()
              .throttle(100, Duration.ofSeconds(1))
              .cpu("s", n -> compute(n, 6_000))
              .to(Sinks.discard());
      case HAS_100_THREADS_THAT_WAIT ->
          numbers()
              .coroutine("s", n -> after(over, n), co -> co.concurrency(100))
              .to(Sinks.discard());
      case HAS_1000_THREADS_THAT_WORK ->
          numbers()
              .coroutine("s", WatchdogCost::sleepAndCompute, co -> co.concurrency(1_000))
              .to(Sinks.discard());
    };
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("p").from(Sources.range(0, 1L << 40));
  }

  private static Iterator<Long> nothingUntil(CountDownLatch over) {
    return Stream.of(0L).filter(n -> isNever(over)).iterator();
  }

  private static boolean isNever(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static Long after(CountDownLatch over, Long element) throws InterruptedException {
    over.await();
    return element;
  }

  private static Long sleepAndCompute(Long element) throws InterruptedException {
    Thread.sleep(20);
    return compute(element, 20_000);
  }

  private static Long compute(Long element, int steps) {
    long x = element;
    for (int i = 0; i < steps; i++) {
      x = x * 31 + i;
    }
    computed = x;
    return element;
  }
}
