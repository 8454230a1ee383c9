package dev.leat.samples.accesslog;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Stop;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat explain access-log}. */
@Command(
    name = "access-log",
    description =
        "Print the plan of the sample: stages, threads, bounds. Nothing is read or written.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainAccessLog implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private AccessLogOptions options = new AccessLogOptions();

  /** Prints the plan and returns the exit code. */
  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by a command line");
    }
    Stop stop = new Stop();
    Results results = new Results(options.output(), stop);
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      AccessLogJob job =
          new AccessLogJob(options.inputs(), results, options.limits(), options.services(), stop);
      Explanation plan = runtime.explain(job.pipeline());
      String text = options.json() ? plan.json() : plan.text();
      spec.commandLine().getOut().println(text.stripTrailing());
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--input: " + e.getMessage(), e);
    }
  }
}
