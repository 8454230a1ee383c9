package dev.leat.runtime.execution;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.StageStats;
import dev.leat.pipeline.graph.StageNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What a job knows of one stage: its figures, and what it does on errors. Thread-safe. */
final class StageRun {

  final LongAdder in = new LongAdder();
  final LongAdder out = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder skipped = new LongAdder();
  final LongAdder deadLetters = new LongAdder();
  final LongAdder retried = new LongAdder();

  /** Elements of a stage that waits that were dealt with. */
  final LongAdder left = new LongAdder();

  private final String pipeline;
  private final StageNode node;
  private final OnError onError;
  private final boolean waits;

  /** Written while the job is wired, read by whoever asks for its figures, also then. */
  private final List<Task> tasks = new CopyOnWriteArrayList<>();

  /**
   * Figures at zero.
   *
   * @param waits whether elements may be in flight
   */
  StageRun(String pipeline, StageNode node, OnError onError, boolean waits) {
    this.pipeline = pipeline;
    this.node = node;
    this.onError = onError;
    this.waits = waits;
  }

  /** Names a task that runs the stage or a part of it; only while the job is wired. */
  void runsIn(Task task) {
    tasks.add(task);
  }

  String pipeline() {
    return pipeline;
  }

  StageNode node() {
    return node;
  }

  OnError onError() {
    return onError;
  }

  /** Changes whenever an element reaches or leaves the stage, or is tried again. */
  long moved() {
    return in.sum() + out.sum() + left.sum() + failed.sum() + retried.sum();
  }

  /** How many elements were received and not dealt with; 0 for stages that do not wait. */
  long underWay() {
    return waits ? Math.max(0, in.sum() - left.sum()) : 0;
  }

  StageStats stats() {
    long received = in.sum();
    return new StageStats(
        node.name(),
        received,
        out.sum(),
        failed.sum(),
        skipped.sum(),
        deadLetters.sum(),
        retried.sum(),
        waits ? Math.max(0, received - left.sum()) : 0,
        Duration.ofNanos(tasks.stream().mapToLong(task -> task.busyNanos().sum()).sum()));
  }
}
