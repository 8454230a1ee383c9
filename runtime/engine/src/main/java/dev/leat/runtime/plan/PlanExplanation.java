package dev.leat.runtime.plan;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Finding;
import dev.leat.pipeline.JobStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows a plan, alone or with what was measured while it ran. */
public final class PlanExplanation implements Explanation {

  private final Plan plan;
  private final Optional<Measured> measured;

  private PlanExplanation(Plan plan, Optional<Measured> measured) {
    this.plan = plan;
    this.measured = measured;
  }

  /** A plan that does not run yet. */
  public static Explanation of(Plan plan) {
    return new PlanExplanation(plan, Optional.empty());
  }

  /**
   * A plan and what its job has done so far.
   *
   * @param stats the figures, one for each stage of the plan's graph
   * @param elapsed since the job was started, until it ended
   * @param findings stages that did not do what they declare
   */
  public static Explanation of(
      Plan plan, JobStats stats, Duration elapsed, List<Finding> findings) {
    if (stats.stages().size() != plan.graph().stages().size()) {
      throw new IllegalArgumentException(
          "figures of %d stages for a plan of %d"
              .formatted(stats.stages().size(), plan.graph().stages().size()));
    }
    return new PlanExplanation(
        plan, Optional.of(new Measured(stats, elapsed, List.copyOf(findings))));
  }

  /** The plan that is shown. */
  public Plan plan() {
    return plan;
  }

  @Override
  public String text() {
    return PlanText.of(plan, measured);
  }

  @Override
  public String json() {
    return PlanJson.of(plan, measured);
  }

  @Override
  public String toString() {
    return text();
  }
}
