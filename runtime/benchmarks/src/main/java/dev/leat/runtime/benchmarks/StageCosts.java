package dev.leat.runtime.benchmarks;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * What an element costs in a stage of each kind that does next to nothing: a source of numbers, the
 * stage, a sink that throws away. CPU time is that of the whole process, so it is what the kind
 * costs whoever pays for it. {@code java -cp leat-benchmarks.jar
 * dev.leat.runtime.benchmarks.StageCosts [RUNS]}
 */
public final class StageCosts {

  private static final int RUNS = 5;

  /** The cheapest kind has so many elements; others have a part of that. */
  private static final long ELEMENTS = 20_000_000;

  private StageCosts() {}

  /**
   * A kind of stage.
   *
   * @param name how it is written
   * @param part which part of the elements it is measured with, because it costs more
   * @param stage appends it
   */
  private record Kind(String name, int part, UnaryOperator<Stage<Long>> stage) {}

  /** What one run took, each element, in nanoseconds. */
  private record Cost(double wall, double cpu) {}

  private static List<Kind> kinds() {
    return List.of(
        new Kind("no stage", 1, stage -> stage),
        new Kind("map", 1, stage -> stage.map(n -> n + 1)),
        new Kind("cpu", 1, stage -> stage.cpu("s", n -> n + 1)),
        new Kind(
            "coroutine(in, out)",
            4,
            stage ->
                stage.coroutine(
                    "s",
                    (in, out) -> {
                      while (in.hasNext()) {
                        out.emit(in.next() + 1);
                      }
                    })),
        new Kind("io", 10, stage -> stage.io("s", n -> CompletableFuture.completedFuture(n + 1))),
        new Kind("coroutine", 40, stage -> stage.coroutine("s", n -> n + 1)),
        new Kind(
            "coroutine, threads(2)",
            40,
            stage -> stage.coroutine("s", n -> n + 1, o -> o.threads(2))),
        new Kind("cpu, forked(1)", 20, stage -> stage.cpu("s", n -> n + 1, o -> o.forked(1))));
  }

  /** Runs it and prints a row for each kind. */
  public static void main(String[] args) {
    int runs = args.length == 0 ? RUNS : Integer.parseInt(args[0]);
    System.out.println("| kind | wall ns an element, median (least - most) | CPU ns |");
    System.out.println("|---|---|---|");
    rows(runs, ELEMENTS).forEach(System.out::println);
  }

  /** A row for each kind. */
  static List<String> rows(int runs, long elements) {
    List<String> rows = new ArrayList<>();
    try (LocalRuntime runtime = LocalRuntime.create()) {
      for (Kind kind : kinds()) {
        List<Cost> costs = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
          Cost cost = cost(runtime, kind, elements / kind.part());
          if (run > 0) { // the first one warms up
            costs.add(cost);
          }
        }
        rows.add(row(kind, costs));
      }
    }
    return rows;
  }

  private static Cost cost(LocalRuntime runtime, Kind kind, long elements) {
    Stage<Long> numbers = Pipeline.named("costs").from(Sources.range(0, elements));
    Pipeline pipeline = kind.stage().apply(numbers).to(Sinks.discard());
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    runtime.run(pipeline);
    double wall = System.nanoTime() - begin;
    return new Cost(wall / elements, (double) (cpuNanos() - cpu) / elements);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static String row(Kind kind, List<Cost> costs) {
    double[] walls = costs.stream().mapToDouble(Cost::wall).sorted().toArray();
    double[] cpus = costs.stream().mapToDouble(Cost::cpu).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "| `%s` | %,.1f (%,.1f - %,.1f) | %,.1f |",
        kind.name(),
        walls[walls.length / 2],
        walls[0],
        walls[walls.length - 1],
        cpus[cpus.length / 2]);
  }
}
