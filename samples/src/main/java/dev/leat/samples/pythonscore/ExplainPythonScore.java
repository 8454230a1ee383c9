package dev.leat.samples.pythonscore;

import dev.leat.pipeline.Pipeline;
import dev.leat.samples.ExplainPipeline;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat explain python-score}. */
@Command(
    name = "python-score",
    description = "Print the plan of the sample: stages, workers, bounds. No process is started.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainPythonScore extends ExplainPipeline {

  @Mixin private ScoreOptions options = new ScoreOptions();

  @Override
  protected Pipeline pipeline() {
    Path input = options.input();
    return new ScoreJob(
            input == null ? options.output().resolve(RunPythonScore.NAMES) : input,
            options.interpreter(),
            Path.of(""),
            options.workers(),
            options.output().resolve(RunPythonScore.SCORES))
        .pipeline();
  }
}
