package dev.leat.samples.blocking;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Figures;
import dev.leat.samples.JobRun;
import dev.leat.samples.ShowOptions;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import dev.leat.samples.WholeNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat run blocking-demo}. */
@Command(
    name = "blocking-demo",
    description = {
      "Run a pipeline with four wrong declarations, show what is found, and what it gains when mended.",
      "",
      "Takes some seconds; what is found depends on what can be proven on this machine."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunBlockingDemo implements Callable<Integer> {

  static final int ELEMENTS = 60;

  private static final Duration LOOP_BUDGET = Duration.ofMillis(30);

  /** Findings are shown with the result; kept here, because loggers may be collected. */
  private static final Logger FINDINGS = Logger.getLogger("dev.leat.findings");

  @Option(
      names = "--elements",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "How many elements go through (default: ${DEFAULT-VALUE}).")
  private int elements = ELEMENTS;

  @Mixin private ShowOptions show = new ShowOptions();

  /** A run and what was found in it. */
  private record Outcome(JobResult result, List<Finding> findings) {}

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws InterruptedException {
    FINDINGS.setLevel(Level.OFF);
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    try (Work work = new Work().start();
        PipelineRuntime runtime = LocalRuntime.builder().loopBudget(LOOP_BUDGET).build()) {
      Declarations declarations = new Declarations(elements, work);
      Outcome wrong = run(runtime, declarations.wrong(), stop);
      if (!wrong.result().drained()) {
        Outcome mended = run(runtime, declarations.mended(), stop);
        System.out.print(report(wrong, mended));
        System.out.flush();
      }
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  private Outcome run(PipelineRuntime runtime, Pipeline pipeline, Stop stop)
      throws InterruptedException {
    Job job = runtime.start(pipeline);
    JobResult result = new JobRun(show, stop).run(job);
    return new Outcome(result, job.findings());
  }

  private String report(Outcome wrong, Outcome mended) {
    double gain = (double) wrong.result().elapsed().toNanos() / mended.result().elapsed().toNanos();
    List<String> lines = new ArrayList<>();
    lines.add(
        "blocking-demo: %s elements; as declared wrongly: %s"
            .formatted(Figures.count(elements), Figures.time(wrong.result().elapsed())));
    lines.add("");
    wrong.findings().forEach(finding -> lines.add("  " + finding.message()));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "mended: %s, %.1f times as fast, %s",
            Figures.time(mended.result().elapsed()),
            gain,
            mended.findings().isEmpty()
                ? "no findings"
                : mended.findings().size() + " findings: " + mended.findings()));
    return String.join("\n", lines) + "\n";
  }
}
