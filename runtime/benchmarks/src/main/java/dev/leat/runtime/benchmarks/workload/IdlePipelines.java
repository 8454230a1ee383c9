package dev.leat.runtime.benchmarks.workload;

import dev.leat.connector.sockets.Framing;
import dev.leat.connector.sockets.TcpObserver;
import dev.leat.connector.sockets.TcpSource;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What pipelines cost that wait for their first connection. */
final class IdlePipelines implements Program {

  private static final List<Figure> FIGURES =
      List.of(
          Figure.own("threads", "per pipeline", false),
          Figure.own("heap", "KB/pipeline", false),
          Figure.own("metaspace", "KB/pipeline", false),
          Figure.own("metaspace left", "KB", false),
          Figure.own("threads left", "", false),
          new Figure(
              "start and end",
              "us/pipeline",
              false,
              (run, base) -> run.wallNanos() / 1e3 / run.elements()));

  private final int count;
  private Map<String, Double> measured = Map.of();

  private IdlePipelines(Size size) {
    count = (int) size.elements();
  }

  static List<Workload> points() {
    List<Workload> points = new ArrayList<>();
    for (int count : new int[] {1, 10, 100, 1_000}) {
      points.add(
          new Workload(
              ScaleSeries.id("pipelines", count),
              "",
              count,
              Math.min(count, 10),
              FIGURES,
              List.of(new Candidate("leat", "leat", IdlePipelines::new))));
    }
    return points;
  }

  /** A moment's use of the JVM. */
  private record Use(double heap, double metaspace, double threads) {

    static Use now() {
      System.gc();
      System.gc();
      double metaspace = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        if (pool.getName().equals("Metaspace")) {
          metaspace = pool.getUsage().getUsed();
        }
      }
      return new Use(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          metaspace,
          ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  @Override
  public long run() throws Exception {
    Use before;
    Use during;
    try (LocalRuntime runtime = LocalRuntime.create()) {
      start(runtime, 1).forEach(Job::cancel); // what all share is not theirs
      before = Use.now();
      List<Job> jobs = start(runtime, count);
      during = Use.now();
      jobs.forEach(Job::cancel);
    }
    Use after = Use.now();
    measured =
        Map.of(
            "threads", (during.threads - before.threads) / count,
            "heap", (during.heap - before.heap) / 1e3 / count,
            "metaspace", (during.metaspace - before.metaspace) / 1e3 / count,
            "metaspace left", (after.metaspace - before.metaspace) / 1e3,
            "threads left", after.threads - before.threads);
    return count;
  }

  private static List<Job> start(LocalRuntime runtime, int count) throws InterruptedException {
    CountDownLatch listening = new CountDownLatch(count);
    TcpObserver observer =
        new TcpObserver() {
          @Override
          public void listening(InetSocketAddress address) {
            listening.countDown();
          }
        };
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(
          runtime.start(
              Pipeline.named("idle-" + i)
                  .from(
                      TcpSource.listen("127.0.0.1", 0, Framing.lines(), o -> o.observer(observer)))
                  .map(String::trim)
                  .cpu("length", String::length)
                  .to(Sinks.discard())));
    }
    if (!listening.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("not all pipelines listen");
    }
    return jobs;
  }

  @Override
  public Map<String, Double> measured() {
    return measured;
  }
}
