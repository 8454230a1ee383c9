package dev.leat.samples.tour;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured in one run.
 *
 * @param machine where
 * @param delay how long the service takes to answer
 * @param rows both jobs under all models
 * @param costs what handing on costs
 * @param sharing what counting in shared memory costs, in nanoseconds
 * @param took how long the whole tour took
 */
record Tour(
    Machine machine,
    Duration delay,
    List<Row> rows,
    List<Cost> costs,
    Map<Sharing, Double> sharing,
    Duration took) {

  /**
   * The machine of the run.
   *
   * @param cores as many as the JVM may use
   * @param system the operating system
   * @param java the version of the JDK
   * @param python the version of Python, or null if there is none
   */
  record Machine(int cores, String system, String java, @Nullable String python) {

    static Machine here(@Nullable String python) {
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          Runtime.version() + " " + System.getProperty("java.vendor", ""),
          python);
    }

    @Override
    public String toString() {
      return "%d %s, %s, JDK %s, %s"
          .formatted(
              cores,
              cores == 1 ? "core" : "cores",
              system,
              java.strip(),
              python == null ? "no Python" : "Python " + python);
    }
  }

  List<Row> rows(Workload workload) {
    return rows.stream().filter(row -> row.workload() == workload).toList();
  }

  /** What a table of one job is headed with. */
  String title(Workload workload) {
    List<Row> rows = rows(workload);
    int java = elements(rows, Model.Language.JAVA);
    int python = elements(rows, Model.Language.PYTHON);
    return workload == Workload.WAITING
        ? "The job that waits: %,d calls of a service that answers after %d ms"
            .formatted(java, delay.toMillis())
        : "The job that computes: %,d names screened in Java, %,d in Python"
            .formatted(java, python);
  }

  private static int elements(List<Row> rows, Model.Language language) {
    return rows.stream()
        .filter(row -> row.model().language() == language)
        .mapToInt(Row::elements)
        .max()
        .orElse(0);
  }

  /** Nanoseconds an element; not a number if that was not measured. */
  double cost(Crossing crossing, int size) {
    return costs.stream()
        .filter(cost -> cost.crossing() == crossing && cost.size() == size)
        .mapToDouble(Cost::nanos)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Whether something could not be measured that should have been. */
  boolean hasFailures() {
    return rows.stream().anyMatch(row -> !row.measured() && !row.isLeftOut());
  }
}
