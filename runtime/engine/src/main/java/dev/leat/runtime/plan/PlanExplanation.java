package dev.leat.runtime.plan;

import dev.leat.pipeline.Explanation;
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

  /** A plan and what its job has done so far; the figures are those of the plan's graph. */
  public static Explanation of(Plan plan, Measured measured) {
    int stages = measured.stats().stages().size();
    if (stages != plan.graph().stages().size()) {
      throw new IllegalArgumentException(
          "figures of %d stages for a plan of %d".formatted(stages, plan.graph().stages().size()));
    }
    return new PlanExplanation(plan, Optional.of(measured));
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
