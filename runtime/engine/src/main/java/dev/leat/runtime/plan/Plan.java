package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.Operation;
import java.util.List;

/**
 * How a pipeline is run. Immutable; made by the planner, carried out by a job.
 *
 * @param pipeline the name of the pipeline
 * @param graph what was declared
 * @param segments what runs together, in an order in which every segment comes after those it reads
 *     from; the place in the list is the number
 * @param edges the bounded queues between segments
 * @param settings the bounds it was planned with
 */
public record Plan(
    String pipeline,
    Graph graph,
    List<PlannedSegment> segments,
    List<PlannedEdge> edges,
    PlanSettings settings) {

  /** Copies the lists. */
  public Plan {
    segments = List.copyOf(segments);
    edges = List.copyOf(edges);
  }

  /** The word of the DSL that declared a stage, as explanations show it. */
  public static String kind(Operation operation) {
    return Declared.of(operation).kind();
  }

  /** How many worker processes compute at once. */
  int forkedWorkers() {
    return segments.stream()
        .mapToInt(segment -> segment instanceof PlannedSegment.Forked forked ? forked.workers() : 0)
        .sum();
  }
}
