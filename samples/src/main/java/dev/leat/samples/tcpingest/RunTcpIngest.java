package dev.leat.samples.tcpingest;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.JobRun;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat run tcp-ingest}. */
@Command(
    name = "tcp-ingest",
    description = {
      "Take JSON objects, one a line, over TCP and keep them in files.",
      "",
      "Results: part-NNNNN.ndjson, and rejected.ndjson (all that is no object). Runs until SIGTERM or SIGINT."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunTcpIngest implements Callable<Integer> {

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(8);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TcpIngestOptions options = new TcpIngestOptions();

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    try (IngestFolder folder = IngestFolder.take(options.output())) {
      Disk disk = new Disk(options.diskFull(), stop, System.err);
      Ingest ingest = new Ingest(options, folder, disk, System.out, System.err);
      run(ingest, stop);
      Summary summary = ingest.summary();
      System.out.println(options.json() ? summary.json() : summary.table());
      System.out.flush();
      return signals.exitCode();
    } catch (JobException e) {
      if (!stop.aborted()) {
        throw e;
      }
      System.err.println("leat: aborted by a second signal; what was written stays");
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  private static void run(Ingest ingest, Stop stop) throws InterruptedException {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      new JobRun(false, stop, DRAIN_LIMIT).run(runtime, ingest.pipeline());
    }
  }

  private void check() {
    try {
      options.check();
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
