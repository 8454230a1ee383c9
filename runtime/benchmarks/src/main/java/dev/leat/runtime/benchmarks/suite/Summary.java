package dev.leat.runtime.benchmarks.suite;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All runs of a workload.
 *
 * @param workload what was done
 * @param size of one job
 * @param runs of all candidates, in the order of time
 */
public record Summary(Workload workload, Size size, List<Measured> runs) {

  /**
   * How a figure spreads over runs.
   *
   * @param median the middle value, or the mean of the two in the middle
   * @param min the least value
   * @param max the greatest value
   */
  public record Spread(double median, double min, double max) {

    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int half = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
      return new Spread(median, sorted.getFirst(), sorted.getLast());
    }
  }

  /**
   * Complains about results that differ.
   *
   * @throws IllegalStateException naming two candidates with different results
   */
  public void requireSameResults() {
    Measured first = runs.getFirst();
    for (Measured run : runs) {
      if (run.checksum() != first.checksum()) {
        throw new IllegalStateException(
            "%s: the result of %s (checksum %x) differs from that of %s (%x), so the times say nothing"
                .formatted(
                    workload.id(),
                    run.candidate(),
                    run.checksum(),
                    first.candidate(),
                    first.checksum()));
      }
    }
  }

  /** A figure of all candidates that ran, in the order of the workload. */
  public Map<String, Spread> spreads(Figure figure) {
    Map<String, Spread> all = new LinkedHashMap<>();
    for (Candidate candidate : workload.candidates()) {
      List<Double> values = values(candidate, figure);
      if (!values.isEmpty()) {
        all.put(candidate.name(), Spread.of(values));
      }
    }
    return all;
  }

  /** The names of those that ran, the best by the first figure first. */
  public List<String> ranking() {
    Figure first = workload.figures().getFirst();
    Comparator<Map.Entry<String, Spread>> order =
        Comparator.comparingDouble(entry -> entry.getValue().median());
    return spreads(first).entrySet().stream()
        .sorted(first.moreIsBetter() ? order.reversed() : order)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Double> values(Candidate candidate, Figure figure) {
    return runs.stream()
        .filter(run -> run.candidate().equals(candidate.name()))
        .map(run -> figure.formula().of(run, base(candidate, run)))
        .toList();
  }

  /** The run of the base in the same process and round. */
  private Measured base(Candidate candidate, Measured run) {
    return runs.stream()
        .filter(other -> other.launch() == run.launch() && other.round() == run.round())
        .filter(other -> other.candidate().equals(candidate.base()))
        .findFirst()
        .orElse(run);
  }
}
