package dev.leat.samples;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the plan of a sample whose plan needs no options. */
public abstract class ExplainPipeline implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print the plan as one JSON object.")
  private boolean json;

  /** For subclasses. */
  protected ExplainPipeline() {}

  /** What is explained. */
  protected abstract Pipeline pipeline();

  /** Prints the plan and returns the exit code. */
  @Override
  public final Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by a command line");
    }
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Explanation plan = runtime.explain(pipeline());
      String text = json ? plan.json() : plan.text();
      spec.commandLine().getOut().println(text.stripTrailing());
      return 0;
    }
  }
}
