package dev.leat.runtime.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The runs of one contender.
 *
 * @param contender who ran
 * @param runs what they took, in the order of time
 */
record Series(Contender contender, List<Run> runs) {

  /** A series without runs yet. */
  static Series of(Contender contender) {
    return new Series(contender, new ArrayList<>());
  }

  /**
   * How a figure spreads over runs.
   *
   * @param median the middle value, or the mean of the two in the middle
   * @param min the least value
   * @param max the greatest value
   */
  record Spread(double median, double min, double max) {

    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int half = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
      return new Spread(median, sorted.getFirst(), sorted.getLast());
    }
  }

  Spread wallSeconds() {
    return spread(run -> run.wall().toNanos() / 1e9);
  }

  Spread cpuSeconds() {
    return spread(run -> run.cpu().toNanos() / 1e9);
  }

  Spread peakMegabytes() {
    return spread(run -> run.peakMemory() / 1e6);
  }

  /** How much longer this took than runs of another one, pair by pair in the order of time. */
  Spread timesAsLongAs(Series other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      ratios.add((double) runs.get(i).wall().toNanos() / other.runs.get(i).wall().toNanos());
    }
    return Spread.of(ratios);
  }

  private Spread spread(ToDoubleFunction<Run> figure) {
    return Spread.of(runs.stream().map(figure::applyAsDouble).toList());
  }
}
