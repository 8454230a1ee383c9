package dev.leat.runtime.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Figure;
import dev.leat.runtime.benchmarks.suite.Measured;
import dev.leat.runtime.benchmarks.suite.Measuring;
import dev.leat.runtime.benchmarks.suite.Pace;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Summary;
import dev.leat.runtime.benchmarks.suite.TextReport;
import dev.leat.runtime.benchmarks.suite.Workload;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every candidate of every workload once, with little to do and without a limit on time. */
class WorkloadsTest {

  /** The workloads that need {@code python3}. */
  private static final Set<String> PYTHON = Set.of("X4", "X5", "X6", "X7", "X9");

  static List<Workload> all() {
    return Workloads.all().stream().filter(workload -> !PYTHON.contains(workload.id())).toList();
  }

  static List<Workload> python() {
    return Workloads.all().stream().filter(workload -> PYTHON.contains(workload.id())).toList();
  }

  @Tag("python")
  @ParameterizedTest
  @MethodSource("python")
  void shouldMakeTheSameResultWithEveryCandidateThatRunsPython(
      Workload workload, @TempDir Path folder) throws Exception {
    shouldMakeTheSameResultWithEveryCandidate(workload, folder);
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldMakeTheSameResultWithEveryCandidate(Workload workload, @TempDir Path folder)
      throws Exception {
    Size size = workload.size(true, folder);

    List<Measured> runs = new Measuring(size, Pace.once(), 0).measure(workload.candidates());

    Summary summary = new Summary(workload, size, runs);
    summary.requireSameResults();
    assertThat(runs).hasSameSizeAs(workload.candidates());
    assertThat(TextReport.of(summary))
        .contains(workload.candidates().stream().map(Candidate::name).toList());
  }

  static List<Workload> points() {
    return ScaleSeries.all().stream().flatMap(series -> series.points().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("points")
  void shouldMeasureEveryPointOfEverySeries(Workload point, @TempDir Path folder) throws Exception {
    Size size = point.size(true, folder);

    List<Measured> runs = new Measuring(size, Pace.once(), 0).measure(point.candidates());

    assertThat(runs).hasSameSizeAs(point.candidates());
    new Summary(point, size, runs).requireSameResults();
    for (Figure figure : point.figures()) {
      assertThat(figure.formula().of(runs.getLast(), runs.getFirst())).isFinite();
    }
  }

  @Test
  void shouldNameEveryPeerThatTakesPart() {
    Set<String> named = new HashSet<>();
    for (Workload workload : Workloads.all()) {
      workload.candidates().forEach(candidate -> named.add(candidate.name()));
    }

    assertThat(named).containsAll(Workloads.peers());
  }

  @Test
  void shouldCompareEveryCandidateWithOneOfTheSameWorkload() {
    for (Workload workload : Workloads.all()) {
      for (Candidate candidate : workload.candidates()) {
        assertThat(workload.company(candidate))
            .contains(candidate, workload.candidate(candidate.base()));
      }
    }
  }
}
