package dev.leat.runtime.testkit;

import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.plan.PlannedSegment.CallModel;
import java.util.List;
import java.util.function.Predicate;

/**
 * Checks where one stage runs; made by {@link PipelineAssert#stage}.
 *
 * {@snippet :
 * PipelineAssert.assertThat(runtime.explain(pipeline))
 *     .stage("locate")
 *     .runsOnEventLoop()
 *     .hasConcurrency(64)
 *     .stage("owner")
 *     .runsOnVirtualThreads();
 * }
 */
public final class StageAssert {

  private final PipelineAssert plan;
  private final String name;
  private final List<PlannedSegment> segments;

  StageAssert(PipelineAssert plan, String name, List<PlannedSegment> segments) {
    this.plan = plan;
    this.name = name;
    this.segments = segments;
  }

  /** Checks another stage of the same plan. */
  public StageAssert stage(String other) {
    return plan.stage(other);
  }

  /**
   * Expects that it runs on the workers that compute, on so many of them at once; there are never
   * more than the cores of the runtime.
   */
  public StageAssert runsParallel(int workers) {
    return check(
        segment ->
            segment instanceof PlannedSegment.Parallel parallel
                && Math.min(parallel.parallelism(), plan.cores()) == workers,
        "does not run on %d workers in parallel".formatted(workers));
  }

  /** Expects that its calls are made on an event loop. */
  public StageAssert runsOnEventLoop() {
    return check(
        segment ->
            calls(segment, CallModel.EVENT_LOOP) || calls(segment, CallModel.EVENT_LOOP_MANY),
        "does not run on an event loop");
  }

  /** Expects a virtual thread for each call, or for each lane of a coroutine with a memory. */
  public StageAssert runsOnVirtualThreads() {
    return check(
        segment ->
            calls(segment, CallModel.VIRTUAL_THREADS) || segment instanceof PlannedSegment.Sessions,
        "does not run on virtual threads");
  }

  /** Expects so many platform threads of its own. */
  public StageAssert runsOnOwnThreads(int threads) {
    return check(
        segment -> ownThreads(segment) == threads,
        "does not run on %d threads of its own".formatted(threads));
  }

  /** Expects that at most so many of its calls are in flight. */
  public StageAssert hasConcurrency(int calls) {
    return check(
        segment ->
            segment instanceof PlannedSegment.Calls made && made.policy().concurrency() == calls,
        "does not make %d calls at a time".formatted(calls));
  }

  /** Expects that it is fused with another stage: no queue and no other thread between them. */
  public StageAssert runsWith(String other) {
    return check(
        plan.segments(other)::contains, "does not run together with '%s'".formatted(other));
  }

  /** Expects that there is an edge between it and another stage. */
  public StageAssert runsApartFrom(String other) {
    List<PlannedSegment> others = plan.segments(other);
    plan.check(
        segments.stream().noneMatch(others::contains),
        "stage '%s' runs together with '%s'".formatted(name, other));
    return this;
  }

  private static int ownThreads(PlannedSegment segment) {
    if (segment instanceof PlannedSegment.Calls made && made.model() == CallModel.OWN_THREADS) {
      return made.policy().concurrency();
    }
    boolean alone = segment instanceof PlannedSegment.Sequential one && one.ownThread();
    return alone ? 1 : 0;
  }

  private static boolean calls(PlannedSegment segment, CallModel model) {
    return segment instanceof PlannedSegment.Calls made && made.model() == model;
  }

  private StageAssert check(Predicate<PlannedSegment> expected, String otherwise) {
    plan.check(segments.stream().anyMatch(expected), "stage '%s' %s".formatted(name, otherwise));
    return this;
  }
}
