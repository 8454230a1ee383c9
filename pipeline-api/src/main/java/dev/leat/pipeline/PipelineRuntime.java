package dev.leat.pipeline;

import java.util.List;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;

/**
 * Runs pipelines. Thread-safe; any number of jobs may run at once and share its threads.
 *
 * {@snippet :
 * try (PipelineRuntime runtime = LocalRuntime.create()) {
 *   JobResult result = runtime.run(pipeline);
 *   System.out.println(result.stats());
 * }
 * }
 *
 * <p>Every method that takes a pipeline throws {@link PipelineDefinitionException} if it cannot be
 * run as written, and {@link IllegalStateException} after {@link #close}. Methods that wait must
 * not be called by a thread of the runtime itself.
 */
public interface PipelineRuntime extends AutoCloseable {

  /**
   * Starts a job and waits until it is done.
   *
   * @throws JobException if it failed or was cancelled; all sinks were then aborted. If the waiting
   *     thread is interrupted the job is cancelled and the thread stays interrupted.
   */
  JobResult run(Pipeline pipeline);

  /**
   * Starts a job and returns at once; errors of opening sources and sinks are errors of the job.
   */
  Job start(Pipeline pipeline);

  /**
   * Runs a job and returns everything that reaches the end of {@code stage}, in order. The list is
   * held in memory as a whole: use {@link #stream} or a sink for more than fits.
   *
   * @throws JobException if the job failed
   */
  <T> List<T> collect(Stage<T> stage);

  /**
   * Starts a job and returns what reaches the end of {@code stage} as a sequential stream, which
   * pulls the job along and must be closed. Closing it early cancels the job. A failure of the job
   * is thrown by the stream after the elements before it.
   */
  <T> Stream<T> stream(Stage<T> stage);

  /** See {@link Stage#publisher}. */
  <T> Publisher<T> publisher(Stage<T> stage);

  /** Tells how the pipeline would be run, without running it. */
  Explanation explain(Pipeline pipeline);

  /** Tells for each stage whether this runtime runs it as declared. */
  CheckReport check(Pipeline pipeline);

  /**
   * Cancels all jobs, waits for them within their limits and ends every thread of the runtime.
   * Closing twice does nothing more.
   */
  @Override
  void close();
}
