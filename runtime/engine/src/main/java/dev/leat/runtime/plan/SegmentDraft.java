package dev.leat.runtime.plan;

import dev.leat.runtime.plan.PlannedSegment.Calls;
import dev.leat.runtime.plan.PlannedSegment.Fetch;
import dev.leat.runtime.plan.PlannedSegment.Forked;
import dev.leat.runtime.plan.PlannedSegment.Latest;
import dev.leat.runtime.plan.PlannedSegment.Parallel;
import dev.leat.runtime.plan.PlannedSegment.Sequential;
import dev.leat.runtime.plan.PlannedSegment.Sessions;
import dev.leat.runtime.plan.PlannedStage.Role;
import java.util.ArrayList;
import java.util.List;

/** A segment that stages may still join. */
final class SegmentDraft {

  private final List<PlannedStage> stages = new ArrayList<>();
  private PlannedSegment shape;
  private boolean chain = true;

  /** A segment of the same model and bounds as {@code shape}, without stages. */
  SegmentDraft(PlannedSegment shape) {
    this.shape = shape;
  }

  PlannedSegment shape() {
    return shape;
  }

  int id() {
    return shape.id();
  }

  /**
   * Adds a stage.
   *
   * @param oneOutput whether all that the stage emits goes to one other stage
   */
  void add(int stage, Role role, boolean oneOutput) {
    stages.add(new PlannedStage(stage, role));
    chain &= oneOutput;
  }

  /** Whether everything it takes in goes one way, so that a stage may wait at the end of it. */
  boolean isChain() {
    return chain;
  }

  /** Whether it divides the blocks that the segment before fetches. */
  boolean isFetched() {
    return !stages.isEmpty() && stages.get(0).role() == Role.SPLIT;
  }

  /** The first stage that joined. */
  int firstStage() {
    return stages.get(0).stage();
  }

  /** Gives a sequential segment a thread of its own. */
  void takeOwnThread() {
    if (shape instanceof Sequential sequential) {
      shape = new Sequential(sequential.id(), sequential.stages(), true);
    }
  }

  PlannedSegment finished(boolean inline) {
    return switch (shape) {
      case Fetch fetch -> fetch;
      case Calls calls -> calls;
      case Forked forked -> forked;
      case Latest latest -> latest;
      case Sessions sessions -> sessions;
      case Sequential sequential -> new Sequential(sequential.id(), stages, sequential.ownThread());
      case Parallel parallel ->
          new Parallel(
              parallel.id(), stages, inline ? 1 : parallel.parallelism(), parallel.ordered());
    };
  }
}
