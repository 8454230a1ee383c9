package dev.leat.samples.poison;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerStats;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Figures;
import dev.leat.samples.JobRun;
import dev.leat.samples.ShowOptions;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import dev.leat.samples.WholeNumber;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat run poison}. */
@Command(
    name = "poison",
    description = {
      "Compute in worker processes, with elements that throw, exit, crash, hang and run out of memory.",
      "",
      "All others are delivered, and exactly those go to dead letters."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunPoison implements Callable<Integer> {

  static final long ELEMENTS = 10_000;
  static final int WORKERS = 2;

  private static final int LONGEST = 90;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--elements",
      paramLabel = "N",
      description = "How many elements to compute (default: ${DEFAULT-VALUE}).")
  private long elements = ELEMENTS;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "How many worker processes compute (default: ${DEFAULT-VALUE}).")
  private int workers = WORKERS;

  @Mixin private ShowOptions show = new ShowOptions();

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws InterruptedException {
    if (elements < 0 && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "--elements must not be negative, but is " + elements);
    }
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    PoisonJob job = new PoisonJob(elements, workers);
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      JobResult result = new JobRun(show, stop).run(runtime, job.pipeline());
      System.out.print(report(job, result));
      System.out.flush();
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  private static String report(PoisonJob job, JobResult result) {
    int restarts = result.stats().workers().stream().mapToInt(WorkerStats::restarts).sum();
    StringBuilder text = new StringBuilder();
    text.append(
        "poison: %s delivered, %s to dead letters, %d workers replaced, in %s\n\n"
            .formatted(
                Figures.count(job.delivered()),
                Figures.count(job.letters().size()),
                restarts,
                Figures.time(result.elapsed())));
    for (DeadLetter letter : job.letters()) {
      String reason =
          letter.cause() instanceof WorkerException worker ? worker.reason().name() : "FAILED";
      String said = String.valueOf(letter.cause().getMessage());
      text.append(
          "%10s  %-12s %s\n"
              .formatted(
                  letter.text(),
                  reason,
                  said.length() > LONGEST ? said.substring(0, LONGEST) + "..." : said));
    }
    return text.toString();
  }
}
