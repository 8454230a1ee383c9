package dev.leat.samples;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs one pipeline for the command line: shows its progress and drains or cancels it when it is
 * asked to end.
 */
public final class JobRun {

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_UPDATES = Duration.ofMillis(200);

  private final PrintStream err;
  private final ProgressDisplay.Mode mode;
  private final boolean explain;
  private final Stop stop;
  private final Duration drainLimit;

  /**
   * Prepares a run.
   *
   * @param show what to show on standard error
   * @param stop asks the run to end
   */
  public JobRun(ShowOptions show, Stop stop) {
    this(
        ProgressDisplay.Mode.of(show.progress(), System.getenv()),
        show.explain(),
        stop,
        DRAIN_LIMIT);
  }

  /**
   * The same without progress, and with another limit on how long what is in flight may take when
   * it is drained.
   */
  public JobRun(boolean explain, Stop stop, Duration drainLimit) {
    this(ProgressDisplay.Mode.of(false, System.getenv()), explain, stop, drainLimit);
  }

  private JobRun(ProgressDisplay.Mode mode, boolean explain, Stop stop, Duration drainLimit) {
    this.drainLimit = drainLimit;
    this.err = System.err;
    this.mode = mode;
    this.explain = explain;
    this.stop = stop;
  }

  /**
   * Runs the pipeline to its end.
   *
   * @throws JobException if it failed, or was not drained in time, or was aborted
   */
  public JobResult run(PipelineRuntime runtime, Pipeline pipeline) throws InterruptedException {
    return run(runtime.start(pipeline));
  }

  /** The same with a job that was just started. */
  public JobResult run(Job job) throws InterruptedException {
    ProgressDisplay display = display(job.name());
    StandardError.above(display);
    stop.listen(() -> requested(job, display), job::cancel);
    CompletableFuture<JobResult> result = job.result().toCompletableFuture();
    while (true) {
      try {
        return result.get(BETWEEN_UPDATES.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        display.update(job, System.nanoTime());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof JobException failure
            ? failure
            : new JobException("the job failed: " + e.getCause(), e.getCause());
      } finally {
        if (result.isDone()) {
          display.finish(job, System.nanoTime());
          StandardError.above(null);
          if (explain) {
            err.print(job.explain().text());
          }
        }
      }
    }
  }

  private ProgressDisplay display(String name) {
    Supplier<Terminal.Size> size =
        mode == ProgressDisplay.Mode.BLOCK ? Terminal.watch()::size : () -> Terminal.Size.USUAL;
    return new ProgressDisplay(StandardError.canvas(), mode, size, name, System.nanoTime());
  }

  private void requested(Job job, ProgressDisplay display) {
    display.say("leat: " + stop.reason() + ": delivering what is in flight; once more aborts");
    drain(job);
  }

  /** Returns at once, because the one who asks may ask again. */
  private void drain(Job job) {
    Thread drain =
        new Thread(
            () -> {
              try {
                job.drain(drainLimit);
              } catch (JobException e) {
                return; // the one who waits for the result reports it
              }
            },
            "leat-drain");
    drain.setDaemon(true);
    drain.start();
  }
}
