package dev.leat.samples.poison;

import dev.leat.pipeline.Pipeline;
import dev.leat.samples.ExplainPipeline;
import picocli.CommandLine.Command;

/** {@code leat explain poison}. */
@Command(
    name = "poison",
    description = "Print the plan of the sample: stages, threads, bounds. No process is started.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainPoison extends ExplainPipeline {

  @Override
  protected Pipeline pipeline() {
    return new PoisonJob(RunPoison.ELEMENTS, RunPoison.WORKERS).pipeline();
  }
}
