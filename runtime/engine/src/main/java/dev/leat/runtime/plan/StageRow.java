package dev.leat.runtime.plan;

import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import java.util.List;

/**
 * A stage as a line of a segment.
 *
 * @param stage its number
 * @param part which part of it runs in the segment
 */
record StageRow(int stage, Part part) {

  /** The parts that a segment can have in a stage, and whether the stage is described there. */
  enum Part {
    FETCH("fetches blocks", true),
    SPLIT("divides blocks", false),
    WHOLE("", true),
    PARTIAL("fills accumulators", true),
    FINAL("combines accumulators", false);

    private final String words;
    private final boolean first;

    Part(String words, boolean first) {
      this.words = words;
      this.first = first;
    }

    String words() {
      return words;
    }

    /** Whether the stage is not found in an earlier segment. */
    boolean first() {
      return first;
    }
  }

  static List<StageRow> of(PlannedSegment segment) {
    return switch (segment) {
      case Fetch fetch -> List.of(new StageRow(fetch.source(), Part.FETCH));
      case Sequential sequential -> of(sequential.stages());
      case Parallel parallel -> of(parallel.stages());
      case Calls calls -> of(calls.stages());
      case Forked forked -> of(forked.stages());
      case Latest latest -> of(latest.stages());
      case Sessions sessions -> of(sessions.stages());
    };
  }

  private static List<StageRow> of(List<PlannedStage> stages) {
    return stages.stream().map(stage -> new StageRow(stage.stage(), part(stage))).toList();
  }

  private static Part part(PlannedStage stage) {
    return switch (stage.role()) {
      case WHOLE -> Part.WHOLE;
      case SPLIT -> Part.SPLIT;
      case PARTIAL -> Part.PARTIAL;
      case FINAL -> Part.FINAL;
    };
  }
}
