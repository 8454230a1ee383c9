package dev.leat.samples;

import dev.leat.pipeline.Explanation;
import dev.leat.pipeline.Finding;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.Progress;
import dev.leat.pipeline.Progress.LaneProgress;
import dev.leat.pipeline.StageStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A job that says what a test wants. */
final class FakeJob implements Job {

  State state = State.RUNNING;
  long done;
  long size = 1_000_000;
  Duration sinceLast = Duration.ZERO;
  long deadLetters;

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public CompletionStage<JobResult> result() {
    return new CompletableFuture<>();
  }

  @Override
  public JobResult await() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobStats stats() {
    return new JobStats(
        List.of(
            new StageStats("lines", 0, 5_000, 0, 0, 0, 0, 0, Duration.ZERO),
            new StageStats("parse", 5_000, 4_990, 10, 0, deadLetters, 2, 7, Duration.ZERO)));
  }

  @Override
  public Progress progress() {
    return new Progress(List.of(new LaneProgress("file", done, size, "bytes")), sinceLast);
  }

  @Override
  public List<Finding> findings() {
    return List.of();
  }

  @Override
  public Explanation explain() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobResult drain(Duration limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancel() {
    throw new UnsupportedOperationException();
  }
}
