package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedStage.Role;
import java.util.List;
import java.util.stream.Collectors;

/** Plans in a short form that tests can compare. */
final class Plans {

  private Plans() {}

  static List<String> segments(Plan plan) {
    return plan.segments().stream().map(segment -> segment(plan, segment)).toList();
  }

  static List<String> edges(Plan plan) {
    return plan.edges().stream()
        .map(edge ->
            "%d>%d %s>%s%s %d"
                .formatted(
                    edge.fromSegment(),
                    edge.toSegment(),
                    name(plan, edge.fromStage()),
                    name(plan, edge.toStage()),
                    edge.port() == Port.RESULTS ? "" : " dead",
                    edge.capacity()))
        .toList();
  }

  private static String segment(Plan plan, PlannedSegment segment) {
    return switch (segment) {
      case Fetch fetch -> "fetch " + name(plan, fetch.source());
      case PlannedSegment.Forked forked ->
          "forked %d %s: %s"
              .formatted(
                  forked.workers(),
                  forked.ordered() ? "ordered" : "unordered",
                  name(plan, forked.stage()));
      case PlannedSegment.Latest latest -> "latest " + name(plan, latest.stage());
      case PlannedSegment.Sessions sessions -> "sessions " + name(plan, sessions.stage());
      case Calls calls -> "calls " + calls.model() + " " + name(plan, calls.stage());
      case Sequential sequential ->
          (sequential.ownThread() ? "thread: " : "upstream: ") + stages(plan, segment);
      case Parallel parallel ->
          "parallel %d %s: %s"
              .formatted(
                  parallel.parallelism(),
                  parallel.ordered() ? "ordered" : "unordered",
                  stages(plan, segment));
    };
  }

  private static String stages(Plan plan, PlannedSegment segment) {
    return segment.stages().stream()
        .map(stage ->
            stage.role() == Role.WHOLE
                ? name(plan, stage.stage())
                : name(plan, stage.stage()) + "/" + stage.role())
        .collect(Collectors.joining(" "));
  }

  /** The name, without the place of the call for stages that have no name of their own. */
  private static String name(Plan plan, int stage) {
    return plan.graph().stage(stage).name().replaceAll("@.*", "");
  }
}
