package dev.leat.samples.tcpingest;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The sample with its usual options and a disk that takes a write only every so often, to see what
 * is held in memory meanwhile. Runs until its input ends.
 */
public final class SlowDisk implements Disk {

  private final long pauseMillis;

  private SlowDisk(long pauseMillis) {
    this.pauseMillis = pauseMillis;
  }

  /**
   * Takes lines until standard input ends, then prints how many were received and not written.
   *
   * @param args the folder of the results, and the milliseconds that a write takes
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    TcpIngestOptions options = new TcpIngestOptions();
    new CommandLine(
            CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--output", args[0]);
    Disk disk = new SlowDisk(Long.parseLong(args[1]));
    Ingest ingest = new Ingest(options, disk, System.out, System.err);
    Path folder = options.output();
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Job job =
          runtime.start(
              ingest.pipeline(
                  () -> folder.resolve("part.ndjson"), () -> folder.resolve("rejected.ndjson")));
      while (System.in.read() >= 0) {
        // Whoever started it closes its input.
      }
      Summary summary = ingest.summary();
      System.out.println(summary.written() + " " + summary.lost());
      job.cancel();
    }
  }

  @Override
  public <R> R write(Write<R> action) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return action.run();
  }
}
