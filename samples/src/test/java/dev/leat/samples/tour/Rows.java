package dev.leat.samples.tour;

import dev.leat.samples.ProcessTree.Usage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes rows, and tours of them, with figures as they might be. */
final class Rows {

  static final int ELEMENTS = 1_000;

  private Rows() {}

  static Row row(Workload workload, Model model, int wallMillis, int cpuMillis) {
    return row(workload, model, wallMillis, cpuMillis, 0);
  }

  static Row row(Workload workload, Model model, int wallMillis, int cpuMillis, int findings) {
    Usage usage = new Usage(Duration.ofMillis(cpuMillis), 1_234, 56, 78_000_000);
    Lap.Result result = new Lap.Result(Duration.ofMillis(wallMillis), usage, 1, findings);
    return new Row(workload, model, ELEMENTS, model.atOnce(workload, 64, 2), result, null);
  }

  static Row missing(Workload workload, Model model, String problem) {
    return new Row(workload, model, ELEMENTS, 2, null, problem);
  }

  static Tour tour(List<Row> rows) {
    Map<Sharing, Double> sharing = new EnumMap<>(Sharing.class);
    sharing.put(Sharing.OWN, 1.25);
    sharing.put(Sharing.SHARED, 31.0);
    return new Tour(
        new Tour.Machine(2, "Linux <amd64>", "25", null),
        Duration.ofMillis(10),
        rows,
        List.of(
            new Cost(Crossing.CALL, 64, 2.5),
            new Cost(Crossing.JVM, 64, 123.4),
            new Cost(Crossing.JVM, 1_024, Double.NaN)),
        sharing,
        Duration.ofSeconds(75));
  }
}
