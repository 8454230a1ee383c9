package dev.leat.samples.wordcount;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat explain word-count}. */
@Command(
    name = "word-count",
    description = "Print the plan of the sample: stages, threads, bounds. Nothing is read.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainWordCount implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private WordCountOptions options = new WordCountOptions();

  /** Prints the plan and returns the exit code. */
  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by a command line");
    }
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      WordCount count = new WordCount(options.inputs(), options.top());
      Explanation plan = runtime.explain(count.pipeline());
      String text = options.json() ? plan.json() : plan.text();
      spec.commandLine().getOut().println(text.stripTrailing());
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--input: " + e.getMessage(), e);
    }
  }
}
