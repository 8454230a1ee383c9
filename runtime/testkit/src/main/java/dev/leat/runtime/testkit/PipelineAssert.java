package dev.leat.runtime.testkit;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlanExplanation;
import dev.leat.runtime.plan.PlannedSegment;
import java.util.List;

/**
 * Checks how a runtime of this machine would run a pipeline: which stages run together, where, and
 * how many at a time. Every failure shows the whole plan. Stages are called by their names.
 *
 * {@snippet :
 * PipelineAssert.assertThat(runtime.explain(pipeline))
 *     .hasSegments(3)
 *     .stage("parse")
 *     .runsParallel(2)
 *     .runsWith("check");
 * }
 */
public final class PipelineAssert {

  private final Plan plan;
  private final String text;

  private PipelineAssert(Plan plan, String text) {
    this.plan = plan;
    this.text = text;
  }

  /**
   * Checks the plan of an explanation.
   *
   * @throws IllegalArgumentException if it does not come from a runtime of this machine
   */
  public static PipelineAssert assertThat(Explanation explanation) {
    if (explanation instanceof PlanExplanation planned) {
      return new PipelineAssert(planned.plan(), explanation.text());
    }
    throw new IllegalArgumentException(
        "not the plan of a runtime on this machine: " + explanation.getClass().getName());
  }

  /** Expects so many groups of stages that run together, those that read sources among them. */
  public PipelineAssert hasSegments(int count) {
    return check(
        plan.segments().size() == count,
        "%d segments expected, there are %d".formatted(count, plan.segments().size()));
  }

  /** Expects so many bounded queues between segments. */
  public PipelineAssert hasEdges(int count) {
    return check(
        plan.edges().size() == count,
        "%d edges expected, there are %d".formatted(count, plan.edges().size()));
  }

  /**
   * Checks one stage.
   *
   * @throws AssertionError if there is none of that name
   */
  public StageAssert stage(String name) {
    return new StageAssert(this, name, segments(name));
  }

  List<PlannedSegment> segments(String name) {
    List<StageNode> named =
        plan.graph().stages().stream().filter(stage -> stage.name().equals(name)).toList();
    check(!named.isEmpty(), "no stage is called '%s'".formatted(name));
    int id = named.get(0).id();
    return plan.segments().stream().filter(segment -> runs(segment, id)).toList();
  }

  private static boolean runs(PlannedSegment segment, int stage) {
    return segment instanceof PlannedSegment.Fetch fetch
        ? fetch.source() == stage
        : segment.stages().stream().anyMatch(planned -> planned.stage() == stage);
  }

  int cores() {
    return plan.settings().cores();
  }

  PipelineAssert check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise + "; the plan is:\n\n" + text);
    }
    return this;
  }
}
