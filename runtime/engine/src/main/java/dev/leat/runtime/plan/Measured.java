package dev.leat.runtime.plan;

import dev.leat.pipeline.Finding;
import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.StageStats;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
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

  /** A segment whose threads are busy for so long holds up all others. */
  private static final double BOTTLENECK = 0.7;

  /**
   * How busy the threads of a segment were.
   *
   * @param threads how many it may use
   * @param share in which part of the time all of them were busy, from 0 to 1
   */
  record Busy(int segment, int threads, double share) {

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

  /** The segment whose threads were busy for the longest share of the time. */
  Optional<Busy> busiest(Plan plan) {
    return plan.segments().stream()
        .flatMap(segment -> busy(plan, segment).stream())
        .max(Comparator.comparingDouble(Busy::share));
  }

  /** Of segments that wait for calls, and those that only fetch, nothing is known. */
  private Optional<Busy> busy(Plan plan, PlannedSegment segment) {
    return switch (segment) {
      case Parallel parallel ->
          busy(
              parallel.id(),
              parallel.stages(),
              Math.min(parallel.parallelism(), plan.settings().cores()));
      case Sequential sequential -> busy(sequential.id(), sequential.stages(), 1);
      default -> Optional.empty();
    };
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
                threads,
                Math.min(1, (double) busy.toNanos() / elapsed.toNanos() / threads)));
  }
}
