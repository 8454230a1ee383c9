package dev.leat.samples.blocking;

import dev.leat.pipeline.Pipeline;
import dev.leat.samples.ExplainPipeline;
import picocli.CommandLine.Command;

/** {@code leat explain blocking-demo}. */
@Command(
    name = "blocking-demo",
    description = "Print the plan of the sample as it is declared wrongly. Nothing is run.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainBlockingDemo extends ExplainPipeline {

  @Override
  protected Pipeline pipeline() {
    return new Declarations(RunBlockingDemo.ELEMENTS, new Work()).wrong();
  }
}
