package dev.leat.pipeline;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * What the stages of a job have done.
 *
 * {@snippet :
 * long parsed = result.stats().stage("parse").out();
 * }
 *
 * @param stages one for each stage, in the order of the graph
 * @param workers one for each worker process, by stage; empty where no stage has any
 */
public record JobStats(List<StageStats> stages, List<WorkerStats> workers) {

  /** Copies the lists. */
  public JobStats {
    stages = List.copyOf(stages);
    workers = List.copyOf(workers);
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

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    stages.forEach(stage -> text.append(stage).append('\n'));
    return text.toString();
  }
}
