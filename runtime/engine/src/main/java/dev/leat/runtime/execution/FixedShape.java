package dev.leat.runtime.execution;

import dev.leat.pipeline.Emission;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlannedEdge;
import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.plan.PlannedStage;
import dev.leat.runtime.plan.Scopes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FixedChain} is made of: the operators of a sequential segment that do not branch
 * and have no state of keys, from the first to the last.
 *
 * @param key the first operation with a function
 * @param parts the operators
 * @param splits whether the source itself is the first stage, because blocks come in
 * @param sink the number of the sink that stands at the end, or -1
 */
record FixedShape(Operation key, List<Part> parts, boolean splits, int first, int sink) {

  /**
   * An operator.
   *
   * @param stage the number of its stage
   * @param of what it is made of
   */
  record Part(Template template, int stage, Object of) {

    /** Whether it does the same with the same function, not only with one that is equal. */
    @SuppressWarnings("ReferenceEquality") // what equals says is up to the user
    boolean isSame(Part other) {
      if (template != other.template) {
        return false;
      }
      if (of instanceof AggregatePart here && other.of instanceof AggregatePart there) {
        return here.aggregator() == there.aggregator()
            && here.combines() == there.combines()
            && here.finishes() == there.finishes();
      }
      return of == other.of || (of instanceof Long && of.equals(other.of));
    }
  }

  /** The shape of a segment, or null if it can have no such chain. */
  static @Nullable FixedShape of(Plan plan, Scopes scopes, PlannedSegment segment) {
    if (!(segment instanceof PlannedSegment.Sequential)) {
      return null;
    }
    List<PlannedStage> stages = segment.stages();
    List<Part> parts = new ArrayList<>();
    Operation key = null;
    boolean splits = false;
    int sink = -1;
    for (int i = 0; i < stages.size(); i++) {
      StageNode node = plan.graph().stage(stages.get(i).stage());
      boolean last = i == stages.size() - 1;
      int next = last ? -1 : stages.get(i + 1).stage();
      if (scopes.keys(node.id()).isPresent() || !isPlain(plan, segment, node, next)) {
        return null;
      }
      Operation operation = node.operation();
      if (operation instanceof Operation.From) {
        splits = true;
      } else if (operation instanceof Operation.To) {
        sink = node.id();
      } else {
        Part part = part(stages.get(i), operation);
        if (part == null) {
          return null;
        }
        parts.add(part);
        key = key == null ? operation : key;
      }
    }
    return key == null
        ? null
        : new FixedShape(key, List.copyOf(parts), splits, stages.get(0).stage(), sink);
  }

  /** Whether all results of a stage go to one place: the next stage, or out of the segment. */
  private static boolean isPlain(Plan plan, PlannedSegment segment, StageNode node, int next) {
    List<GraphEdge> results = plan.graph().outputs(node.id(), GraphEdge.Port.RESULTS);
    int expected = node.operation() instanceof Operation.To ? 0 : 1;
    if (results.size() != expected || (next >= 0 && results.get(0).to() != next)) {
      return false;
    }
    for (PlannedEdge edge : plan.edges()) {
      if (edge.fromSegment() == segment.id()
          && edge.fromStage() == node.id()
          && edge.port() == GraphEdge.Port.DEAD_LETTERS) {
        return false;
      }
    }
    return plan.graph().inputs(node.id()).stream()
        .allMatch(edge -> edge.port() == GraphEdge.Port.RESULTS);
  }

  private static @Nullable Part part(PlannedStage planned, Operation operation) {
    int stage = planned.stage();
    return switch (operation) {
      case Operation.Map map -> new Part(Template.MAP, stage, map.function());
      case Operation.Filter filter -> new Part(Template.FILTER, stage, filter.predicate());
      case Operation.FlatMap flatMap -> new Part(Template.FLAT_MAP, stage, flatMap.function());
      case Operation.Each each -> new Part(Template.EACH, stage, each.action());
      case Operation.Take take -> new Part(Template.TAKE, stage, take.count());
      case Operation.TakeWhile takeWhile ->
          new Part(Template.TAKE_WHILE, stage, takeWhile.predicate());
      case Operation.Skip skip -> new Part(Template.SKIP, stage, skip.count());
      case Operation.Aggregate(var aggregator, Emission.AtEnd end) ->
          switch (planned.role()) {
            case WHOLE -> new Part(Template.AGGREGATE, stage, AggregatePart.whole(aggregator));
            case FINAL -> new Part(Template.AGGREGATE, stage, AggregatePart.last(aggregator));
            case PARTIAL, SPLIT -> null;
          };
      default -> null;
    };
  }
}
