package dev.leat.samples.accesslog;

import dev.leat.connector.files.Inputs;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.JobRun;
import dev.leat.samples.ShowOptions;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat run access-log}. */
@Command(
    name = "access-log",
    description = {
      "Find the server errors in access logs, whose network they came from and who owns the path.",
      "",
      "Results: errors.ndjson, failed.ndjson (a lookup failed), rejected.ndjson (not in the combined log format) and summary.json."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunAccessLog implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private AccessLogOptions options = new AccessLogOptions();

  @Mixin private ShowOptions show = new ShowOptions();

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    try {
      Inputs inputs = inputs();
      if (options.usesSampleLog() && !makeSampleLog(stop)) {
        System.err.println("leat: " + stop.reason() + ": ended before there was anything to read");
        return signals.exitCode();
      }
      Results results = new Results(options.output(), stop);
      results.prepare();
      AccessLogJob job =
          new AccessLogJob(inputs, results, options.limits(), options.services(), stop);
      run(job, results, stop);
      return signals.exitCode();
    } catch (JobException e) {
      if (!stop.aborted()) {
        throw e;
      }
      System.err.println("leat: aborted by a second signal; no results were written");
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  private Inputs inputs() throws IOException {
    try {
      Path inside = options.inputInOutput().orElse(null);
      if (inside != null) {
        throw wrong(
            "the input '%s' lies in the output folder '%s', where results would replace it; choose another --output"
                .formatted(inside, options.output()));
      }
      return options.inputs();
    } catch (IllegalArgumentException e) {
      throw wrong("--input: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalStateException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private boolean makeSampleLog(Stop stop) throws IOException {
    Path log = options.sampleLog();
    if (Files.exists(log)) {
      return true;
    }
    if (show.progress()) {
      System.err.printf("leat: making a log of %,d lines, once: %s%n", SampleLog.LINES, log);
    }
    return SampleLog.make(log, stop::requested);
  }

  private void run(AccessLogJob job, Results results, Stop stop) throws InterruptedException {
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      JobResult result = new JobRun(show, stop).run(runtime, job.pipeline());
      print(
          options.json()
              ? Json.summary(results.summary()) + "\n"
              : Report.of(results.summary(), results.folder(), result.drained()));
    }
  }

  /** A reader who has gone away is no reason to fail: print streams do not throw. */
  private static void print(String text) {
    PrintStream out = System.out;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
