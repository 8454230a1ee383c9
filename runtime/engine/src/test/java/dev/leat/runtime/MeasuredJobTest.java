package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration MEASURED = Duration.ofMillis(1_500);

  private static volatile long computed;

  private final LongAdder used = new LongAdder();

  private Long compute(Long element) {
    long before = THREADS.getCurrentThreadCpuTime();
    long x = element;
    for (long i = 0; i < 500_000; i++) {
      x = x * 31 + i;
    }
    computed = x;
    used.add(THREADS.getCurrentThreadCpuTime() - before);
    return element;
  }

  private static Pipeline pipeline(MeasuredJobTest test) {
    return Pipeline.named("p")
        .from(Sources.range(0, 1L << 40))
        .cpu("compute", test::compute)
        .coroutine("wait", n -> after(1, n), co -> co.concurrency(4))
        .to("write", Sinks.each(n -> Thread.sleep(1)));
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

  /** The part of the JSON that tells of a segment. */
  private static String segment(String json, int id) {
    int from = json.indexOf("\"segments\"");
    int begin = json.indexOf("{\"id\":" + id + ",\"model\"", from);
    int seen = json.indexOf("\"seen\"", begin);
    return json.substring(seen, json.indexOf("}", seen));
  }

  private static void awaitElements(Job job) {
    while (job.stats().stage("write").in() < 500) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void shouldAddUpToTheCpuTimeOfTheProcessAndToTheTimeThatPassed() {
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      Job job = runtime.start(pipeline(this));
      awaitElements(job);
      long usedBefore = used.sum();
      double countedBefore = figure(segment(job.explain().json(), 1), "cpuMicros");
      LockSupport.parkNanos(MEASURED.toNanos());
      double usedMicros = (used.sum() - usedBefore) / 1_000.0;
      Explanation explained = job.explain();
      job.cancel();

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
      assertThat(sum).as(explained.text()).isCloseTo(cpu, within(0.1 * cpu));
      assertThat(figure(segment(json, 1), "cpuMicros") - countedBefore)
          .as(explained.text())
          .isCloseTo(usedMicros, within(0.1 * usedMicros));
      for (int id = 1; id < 4; id++) {
        String seen = segment(json, id);
        double shares =
            figure(seen, "busyShare")
                + figure(seen, "callsShare")
                + figure(seen, "blockedShare")
                + figure(seen, "idleShare");
        assertThat(shares).as(seen).isBetween(0.9, 1.001);
      }
    }
    assertThat(computed).isNotEqualTo(1);
  }

  @Test
  void shouldTellHowLongASinkWasBusyAndThatItWaited() {
    try (LocalRuntime runtime = LocalRuntime.builder().cores(2).build()) {
      Job job =
          runtime.start(
              Pipeline.named("p")
                  .from(Sources.range(0, 1L << 40))
                  .to("write", Sinks.each(n -> Thread.sleep(1))));
      awaitElements(job);
      String seen = segment(job.explain().json(), 1);
      job.cancel();

      assertThat(figure(seen, "busyShare")).isGreaterThan(0.9);
      assertThat(figure(seen, "threadsWaitingShare")).isGreaterThan(0.8);
      assertThat(figure(seen, "mostQueued")).isPositive();
    }
  }
}
