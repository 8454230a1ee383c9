package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How long a job takes from its start until its first element is at the sink. */
final class FirstElement implements Program {

  private static final List<Figure> FIGURES =
      List.of(
          Figure.own("p50", "us", false),
          Figure.own("p99", "us", false),
          Figure.own("first job of the JVM", "us", false));

  private final LocalRuntime runtime = LocalRuntime.create();
  private final long[] latencies;
  private double coldMicros;
  private Map<String, Double> measured = Map.of();

  private FirstElement(Size size) {
    latencies = new long[(int) size.elements()];
  }

  static List<Workload> points() {
    return List.of(
        new Workload(
            "first/element",
            "",
            1_000,
            20,
            FIGURES,
            List.of(new Candidate("leat", "leat", FirstElement::new))));
  }

  @Override
  public long run() {
    for (int i = 0; i < latencies.length; i++) {
      latencies[i] = latency();
      if (coldMicros == 0) {
        coldMicros = latencies[i] / 1e3;
      }
    }
    long[] sorted = latencies.clone();
    Arrays.sort(sorted);
    measured =
        Map.of(
            "p50", sorted[sorted.length / 2] / 1e3,
            "p99", sorted[sorted.length * 99 / 100] / 1e3,
            "first job of the JVM", coldMicros);
    return latencies.length;
  }

  private long latency() {
    long[] arrived = new long[1];
    Pipeline pipeline =
        Pipeline.named("first")
            .from(Sources.of(1L))
            .map(Arithmetic::first)
            .to(Sinks.each(x -> arrived[0] = System.nanoTime()));
    long start = System.nanoTime();
    runtime.run(pipeline);
    return arrived[0] - start;
  }

  @Override
  public Map<String, Double> measured() {
    return measured;
  }

  @Override
  public void end() {
    runtime.close();
  }
}
