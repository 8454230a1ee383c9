package dev.leat.runtime.benchmarks;

import dev.leat.runtime.benchmarks.suite.Workload;
import dev.leat.runtime.benchmarks.workload.ScaleSeries;
import dev.leat.runtime.benchmarks.workload.Workloads;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Everything that {@code leat bench} can measure. */
final class Catalog {

  private static final List<Workload> ALL =
      Stream.concat(
              Workloads.all().stream(),
              Stream.of(AccessLogWorkload.few(), AccessLogWorkload.many()))
          .sorted(Comparator.comparing(workload -> workload.id().substring(0, 2)))
          .toList();

  private Catalog() {}

  /** All workloads, in the order of their numbers. */
  static List<Workload> all() {
    return ALL;
  }

  /**
   * The workload with an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload of(String id) {
    Stream<Workload> points =
        ScaleSeries.all().stream().flatMap(series -> series.points().stream());
    return Stream.concat(ALL.stream(), points)
        .filter(workload -> workload.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no workload " + id));
  }
}
