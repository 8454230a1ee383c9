package dev.leat.runtime.plan;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.StageStats;
import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import dev.leat.runtime.plan.PlannedStage.Role;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was measured while a plan ran.
 *
 * @param stats one for each stage of the graph
 * @param elapsed since the job was started, until it ended
 * @param findings stages that did not do what they declare
 * @param segments what was seen of the segments, in their order; none where nobody looked
 * @param process where the CPU time of the process went, if the job ran long enough
 */
public record Measured(
    JobStats stats,
    Duration elapsed,
    List<Finding> findings,
    List<SegmentFigures> segments,
    Optional<ProcessFigures> process) {

  /** Copies the lists. */
  public Measured {
    findings = List.copyOf(findings);
    segments = List.copyOf(segments);
  }

  /** What is known where nobody looked. */
  public Measured(JobStats stats, Duration elapsed, List<Finding> findings) {
    this(stats, elapsed, findings, List.of(), Optional.empty());
  }

  /** A segment that does as much as it can for so long holds up all others. */
  private static final double BOTTLENECK = 0.7;

  /** Of a segment that was looked at less often nothing is said. */
  private static final long FEWEST_LOOKS = 20;

  private static final double NANOS = 1e9;

  /**
   * How busy a segment was.
   *
   * @param what the words that end with the share
   * @param share in which part of the time it could not have done more, from 0 to 1
   */
  record Busy(int segment, String what, double share) {

    boolean isBottleneck() {
      return share >= BOTTLENECK;
    }
  }

  /** What was seen of a segment; nothing where nobody looked. */
  SegmentFigures of(PlannedSegment segment) {
    return segments.stream()
        .filter(figures -> figures.segment() == segment.id())
        .findFirst()
        .orElse(SegmentFigures.none(segment.id()));
  }

  StageStats of(StageRow row) {
    return stats.stages().get(row.stage());
  }

  /** How many elements there were a second; 0 where no time has passed. */
  double perSecond(long elements) {
    return elapsed.isPositive() ? elements * NANOS / elapsed.toNanos() : 0;
  }

  /** The segment that did as much as it could for the longest share of the time. */
  Optional<Busy> busiest(Plan plan) {
    return plan.segments().stream()
        .flatMap(segment -> busy(plan, segment).stream())
        .max(Comparator.comparingDouble(Busy::share));
  }

  /** Of segments that only fetch, or run coroutines with a memory, nothing is known. */
  private Optional<Busy> busy(Plan plan, PlannedSegment segment) {
    return switch (segment) {
      case Parallel parallel ->
          busy(
              parallel.id(),
              parallel.stages(),
              Math.min(parallel.parallelism(), plan.settings().cores()));
      case Sequential sequential -> busy(sequential.id(), sequential.stages(), 1);
      case Calls calls -> calls(calls);
      case Forked forked -> forked(plan, forked);
      case Fetch fetch -> Optional.empty();
      case Latest latest -> Optional.empty();
      case Sessions sessions -> Optional.empty();
    };
  }

  /** Its threads worked, or as many calls as may be were in flight and more elements waited. */
  private Optional<Busy> calls(Calls calls) {
    SegmentFigures seen = of(calls);
    double worked = seen.share(seen.flow().worked());
    double limited = seen.share(seen.flow().limited());
    return seen.flow().looks() < FEWEST_LOOKS
        ? Optional.empty()
        : Optional.of(
            worked > limited
                ? new Busy(calls.id(), "its threads were busy", worked)
                : new Busy(calls.id(), "as many calls as may be were in flight", limited));
  }

  private Optional<Busy> forked(Plan plan, Forked forked) {
    WorkerPrice price = WorkerPrice.of(plan.graph().stage(forked.stage()).name(), stats);
    double work = (double) price.workNanos() / forked.workers();
    return price.workNanos() == 0 || !elapsed.isPositive()
        ? Optional.empty()
        : Optional.of(
            new Busy(
                forked.id(), "its processes were busy", Math.min(1, work / elapsed.toNanos())));
  }

  private Optional<Busy> busy(int segment, List<PlannedStage> stages, int threads) {
    return stages.stream()
        .filter(stage -> stage.role() == Role.WHOLE)
        .map(stage -> stats.stages().get(stage.stage()).busy())
        .findFirst()
        .filter(busy -> elapsed.isPositive())
        .map(busy ->
            new Busy(
                segment,
                threads == 1
                    ? "its thread was busy"
                    : "its %d threads were busy".formatted(threads),
                Math.min(1, (double) busy.toNanos() / elapsed.toNanos() / threads)));
  }
}
