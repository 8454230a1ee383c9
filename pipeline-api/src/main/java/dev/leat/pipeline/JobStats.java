package dev.leat.pipeline;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * What the stages of a job have done.
 *
 * {@snippet :
 * long parsed = result.stats().stage("parse").out();
 * }
 *
 * @param stages one for each stage, in the order of the graph
 * @param workers one for each worker process, by stage; empty where no stage has any
 * @param accumulated the values of all accumulators, by name
 */
public record JobStats(
    List<StageStats> stages, List<WorkerStats> workers, Map<String, Object> accumulated) {

  /** Copies the lists and the map. */
  public JobStats {
    stages = List.copyOf(stages);
    workers = List.copyOf(workers);
    accumulated = Map.copyOf(accumulated);
  }

  /** The figures of a job without accumulators. */
  public JobStats(List<StageStats> stages, List<WorkerStats> workers) {
    this(stages, workers, Map.of());
  }

  /** The figures of a job without worker processes. */
  public JobStats(List<StageStats> stages) {
    this(stages, List.of());
  }

  /**
   * The figures of one stage.
   *
   * @throws NoSuchElementException if no stage has that name; the message lists those there are
   */
  public StageStats stage(String name) {
    return stages.stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NoSuchElementException(
                "no stage '%s' among %s"
                    .formatted(name, stages.stream().map(StageStats::name).toList())));
  }

  /**
   * The value of an accumulator.
   *
   * @throws NoSuchElementException if no stage has it; the message lists those there are
   */
  @SuppressWarnings(
      "unchecked") // names are unique in a job, and the value is what its accumulator made
  public <V> V accumulated(Accumulator<V> accumulator) {
    Object value = accumulated.get(accumulator.name());
    if (value == null) {
      throw new NoSuchElementException(
          "no accumulator '%s' among %s"
              .formatted(accumulator.name(), accumulated.keySet().stream().sorted().toList()));
    }
    return (V) value;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    stages.forEach(stage -> text.append(stage).append('\n'));
    new TreeMap<>(accumulated)
        .forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
