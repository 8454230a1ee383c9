package dev.leat.samples.tcpingest;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Stop;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leat explain tcp-ingest}. */
@Command(
    name = "tcp-ingest",
    description =
        "Print the plan of the sample: stages, threads, bounds. It does not listen or write.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class ExplainTcpIngest implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TcpIngestOptions options = new TcpIngestOptions();

  /** Prints the plan and returns the exit code. */
  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by a command line");
    }
    options.check(spec);
    Disk disk = new PatientDisk(options.diskFull(), new Stop(), System.err);
    Ingest ingest = new Ingest(options, disk, System.out, System.err);
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Explanation plan = runtime.explain(ingest.pipeline(options::output, options::output));
      String text = options.json() ? plan.json() : plan.text();
      spec.commandLine().getOut().println(text.stripTrailing());
      return 0;
    }
  }
}
