package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was measured of a job adds up to what the system says. */
@Timeout(60)
@Tag("waits") // takes its time
class MeasuredJobTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static volatile long computed;

  private final LongAdder used = new LongAdder();

  private Long compute(Long element) {
    return compute(element, 2_000_000, used);
  }

  /** Computes, and adds the CPU time that it took as the thread itself sees it. */
  private static Long compute(Long element, long steps, LongAdder used) {
    long before = THREADS.getCurrentThreadCpuTime();
    long x = element;
    for (long i = 0; i < steps; i++) {
      x = x * 31 + i;
    }
    computed = x;
    used.add(THREADS.getCurrentThreadCpuTime() - before);
    return element;
  }

  private Pipeline pipeline(long elements) {
    return Pipeline.named("p")
        .from(Sources.range(0, elements))
        .cpu("compute", this::compute)
        .coroutine("wait", n -> after(1, n), co -> co.concurrency(16))
        .to("write", Sinks.discard());
  }

  private static Long after(long millis, Long element) throws InterruptedException {
    Thread.sleep(millis);
    return element;
  }

  private static double figure(String json, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\":([0-9.E-]+)").matcher(json);
    assertThat(matcher.find()).as("%s in %s", key, json).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  /** What was seen of the segment of an execution model. */
  private static String segment(String json, String model) {
    int begin = json.indexOf("\"model\":\"" + model + "\"");
    int seen = json.indexOf("\"seen\"", begin);
    assertThat(seen).as("%s in %s", model, json).isPositive();
    return json.substring(seen, json.indexOf("}", seen));
  }

  @Test
  void shouldAddUpToTheCpuTimeOfTheProcessAndToTheTimeThatPassed() {
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      runtime.run(pipeline(50)); // what the JVM needs to get going counts for no stage's work
      used.reset();
      Job job = runtime.start(pipeline(1_000));
      job.await();
      Explanation explained = job.explain();

      String json = explained.json();
      String process = json.substring(json.indexOf("\"process\""));
      double cpu = figure(process, "cpuMicros");
      double sum =
          figure(process, "stagesMicros")
              + figure(process, "otherJobsMicros")
              + figure(process, "otherThreadsMicros")
              + figure(process, "gcMicros")
              + figure(process, "jitMicros")
              + figure(process, "jvmMicros");
      double work = used.sum() / 1_000.0;
      assertThat(sum).as(explained.text()).isCloseTo(cpu, within(0.1 * cpu));
      assertThat(figure(segment(json, "PARALLEL"), "cpuMicros"))
          .as(explained.text())
          .isCloseTo(work, within(0.1 * work));
      for (String model : List.of("PARALLEL", "VIRTUAL_THREADS", "OWN_THREAD")) {
        String seen = segment(json, model);
        double shares =
            figure(seen, "busyShare")
                + figure(seen, "callsShare")
                + figure(seen, "blockedShare")
                + figure(seen, "readyShare")
                + figure(seen, "idleShare");
        assertThat(shares).as(seen).isCloseTo(1, within(0.001));
      }
    }
    assertThat(computed).isNotEqualTo(1);
  }

  /** Each thread measures itself; the rows that are compared are not computed from each other. */
  @Test
  void shouldTellTheCpuTimeOfEachSegmentAndOfOtherThreads() throws Exception {
    LongAdder onWorkers = new LongAdder();
    LongAdder onOwnThreads = new LongAdder();
    LongAdder inSink = new LongAdder();
    LongAdder elsewhere = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.range(0, 300))
                  .cpu("compute", n -> compute(n, 5_000_000, onWorkers))
                  .coroutine("own", n -> compute(n, 4_000_000, onOwnThreads), co -> co.threads(2))
                  .to("write", Sinks.each(n -> compute(n, 4_000_000, inSink))));
      Thread other = Thread.ofPlatform().daemon().start(() -> hog(over, elsewhere));
      job.await();
      Explanation explained = job.explain();
      over.set(true);
      other.join();

      String json = explained.json();
      assertThat(figure(segment(json, "PARALLEL"), "cpuMicros"))
          .as(explained.text())
          .isCloseTo(onWorkers.sum() / 1e3, within(0.1 * onWorkers.sum() / 1e3));
      assertThat(figure(segment(json, "OWN_THREADS"), "cpuMicros"))
          .as(explained.text())
          .isCloseTo(onOwnThreads.sum() / 1e3, within(0.1 * onOwnThreads.sum() / 1e3));
      assertThat(figure(segment(json, "OWN_THREAD"), "cpuMicros"))
          .as(explained.text())
          .isCloseTo(inSink.sum() / 1e3, within(0.1 * inSink.sum() / 1e3));
      String process = json.substring(json.indexOf("\"process\""));
      assertThat(figure(process, "otherThreadsMicros"))
          .as(explained.text())
          .isCloseTo(elsewhere.sum() / 1e3, within(0.1 * figure(process, "cpuMicros")));
    }
  }

  private static void hog(AtomicBoolean over, LongAdder used) {
    while (!over.get()) {
      compute(1L, 1_000_000, used);
    }
  }

  @Test
  void shouldTellHowLongASinkWasBusyAndThatItWaited() {
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      runtime.run(sleeping(50)); // what the JVM needs to get going takes time
      Job job = runtime.start(sleeping(1_000));
      JobResult result = job.await();
      Explanation explained = job.explain();
      String seen = segment(explained.json(), "UPSTREAM_THREAD");
      double busy = (double) result.stats().stage("write").busy().toNanos();

      assertThat(figure(seen, "busyShare"))
          .as(explained.text())
          .isCloseTo(busy / result.elapsed().toNanos(), within(0.1));
      assertThat(figure(seen, "threadsWaitingShare")).as(explained.text()).isGreaterThan(0.7);
    }
  }

  /** The sleeps are known, and so is in which part of the time who was at it. */
  @Test
  void shouldTellInWhichPartOfTheTimeStagesWorkedAndWaitedForInput() {
    LongAdder slept = new LongAdder();
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.range(0, 80))
                  .coroutine("own", n -> after(30, n), co -> co.threads(1))
                  .to("write", Sinks.each(n -> sleep(10, slept))));
      JobResult result = job.await();
      Explanation explained = job.explain();
      String seen = segment(explained.json(), "OWN_THREAD");
      double expected = (double) slept.sum() / result.elapsed().toNanos();

      assertThat(expected).isBetween(0.2, 0.5);
      assertThat(figure(seen, "busyShare")).as(explained.text()).isCloseTo(expected, within(0.1));
      assertThat(figure(seen, "idleShare"))
          .as(explained.text())
          .isCloseTo(1 - expected, within(0.1));
    }
  }

  private static void sleep(long millis, LongAdder slept) throws InterruptedException {
    long before = System.nanoTime();
    Thread.sleep(millis);
    slept.add(System.nanoTime() - before);
  }

  private static Pipeline sleeping(long elements) {
    return Pipeline.named("p")
        .from(Sources.range(0, elements))
        .to("write", Sinks.each(n -> Thread.sleep(1)));
  }
}
