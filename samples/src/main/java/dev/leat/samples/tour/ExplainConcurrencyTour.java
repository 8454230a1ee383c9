package dev.leat.samples.tour;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.samples.ExplainPipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat explain concurrency-tour}. */
@Command(
    name = "concurrency-tour",
    description = "Print the plan of one of its pipelines. Nothing is measured.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainConcurrencyTour extends ExplainPipeline {

  private static final int CONCURRENCY = 64;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      defaultValue = "waiting",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Workload workload = Workload.WAITING;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "event_loop",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Model model = Model.EVENT_LOOP;

  @Override
  protected Pipeline pipeline() {
    if (model == Model.LOOP || model.isPythonProcess()) {
      List<String> pipelines =
          Stream.of(Model.values())
              .filter(each -> each != Model.LOOP && !each.isPythonProcess())
              .map(Model::name)
              .toList();
      String message = "%s is no pipeline; choose one of %s".formatted(model, pipelines);
      throw spec == null
          ? new IllegalStateException(message)
          : new ParameterException(spec.commandLine(), message);
    }
    int atOnce = model.atOnce(workload, CONCURRENCY, 2);
    Setting setting = new Setting(workload, model, 1, atOnce, "", "python3", Path.of(""));
    return Models.stage(setting, List.of("")).to(Sinks.discard());
  }
}
