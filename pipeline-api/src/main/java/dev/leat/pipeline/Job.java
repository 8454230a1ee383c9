package dev.leat.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A pipeline that is running or has run. Thread-safe.
 *
 * {@snippet :
 * Job job = runtime.start(pipeline);
 * job.result().whenComplete((result, failure) -> report(result, failure));
 * System.out.println(job.progress());
 * job.drain(Duration.ofSeconds(10));
 * }
 */
public interface Job {

  /** The name of the pipeline. */
  String name();

  /** What the job is doing at the moment. */
  State state();

  /**
   * The result when the job is done; completes exceptionally with a {@link JobException} if it
   * failed or was cancelled. Completed by a thread of the runtime after all sinks and resources
   * were closed: do not block in dependent actions.
   */
  CompletionStage<JobResult> result();

  /**
   * Waits until the job is done.
   *
   * @throws JobException if it failed or was cancelled. If the waiting thread is interrupted the
   *     job is cancelled and the thread stays interrupted.
   */
  JobResult await();

  /** A snapshot of what each stage has done so far; single figures may be a few elements apart. */
  JobStats stats();

  /** How far the sources are, from what was delivered, not from what was read. */
  Progress progress();

  /**
   * The stages that were seen waiting or computing where they must not, at most one for each stage
   * and cause, the worst; empty where a runtime does not look. What is not proven is not in it.
   */
  List<Finding> findings();

  /** The plan of this job. */
  Explanation explain();

  /**
   * Stops the sources, delivers everything that is in flight, commits the sinks and returns when
   * the job is done. What is not delivered within {@code limit} is given up: the job is then
   * cancelled.
   *
   * @throws JobException as {@link #await}; a {@link JobCancelledException} says what was not
   *     delivered in time
   */
  JobResult drain(Duration limit);

  /**
   * Stops everything at once, aborts the sinks and waits until the job has ended, at most for its
   * grace time. Does nothing if the job has ended.
   */
  void cancel();

  /** The states of a job. */
  enum State {
    /** Resources, sinks and sources are being opened. */
    STARTING,
    /** Elements flow. */
    RUNNING,
    /** Sources have stopped; what is in flight is being delivered. */
    DRAINING,
    /** An error or a cancellation ends what is in flight. */
    STOPPING,
    /** Everything was delivered and all sinks are committed. */
    DONE,
    /** An error ended the job; its sinks were aborted. */
    FAILED,
    /** The job was cancelled; its sinks were aborted. */
    CANCELLED;

    /** Whether the job has ended. */
    public boolean ended() {
      return this == DONE || this == FAILED || this == CANCELLED;
    }
  }
}
