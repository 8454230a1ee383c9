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
 */
public record JobStats(List<StageStats> stages) {

  /** Copies the list. */
  public JobStats {
    stages = List.copyOf(stages);
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
