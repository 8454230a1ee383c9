package dev.leat.samples.tcpingest;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
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
import picocli.CommandLine.Option;
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

  /** With {@link #GRACE} less than the 10 s in which a run ends that was asked to. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(6);

  private static final Duration GRACE = Duration.ofSeconds(2);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TcpIngestOptions options = new TcpIngestOptions();

  @Option(
      names = "--explain",
      description = "Show on standard error, at the end, the plan with what was measured.")
  private boolean explain;

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(spec);
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    try (IngestFolder folder = IngestFolder.take(options.output())) {
      Disk disk = new PatientDisk(options.diskFull(), stop, System.err);
      Ingest ingest = new Ingest(options, disk, System.out, System.err);
      try {
        run(ingest.pipeline(folder::nextPart, folder::rejected), stop);
      } finally {
        report(ingest);
      }
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

  /** Also of a run that failed; then some lines may be neither written nor rejected. */
  private void report(Ingest ingest) {
    if (!ingest.hasListened()) {
      return;
    }
    Summary summary = ingest.summary();
    if (summary.lost() > 0) {
      System.err.printf(
          "leat: %,d lines were received and could be neither written nor rejected%n",
          summary.lost());
    }
    System.out.println(options.json() ? summary.json() : summary.table());
    System.out.flush();
  }

  private void run(Pipeline pipeline, Stop stop) throws InterruptedException {
    try (PipelineRuntime runtime = LocalRuntime.builder().grace(GRACE).build()) {
      new JobRun(explain, stop, DRAIN_LIMIT).run(runtime, pipeline);
    }
  }
}
