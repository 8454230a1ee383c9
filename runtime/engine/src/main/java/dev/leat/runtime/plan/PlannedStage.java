package dev.leat.runtime.plan;

/**
 * The part that a segment has in a stage.
 *
 * @param stage the number of the stage in the graph
 * @param role which part
 */
public record PlannedStage(int stage, Role role) {

  /** The parts of a stage. */
  public enum Role {
    /** All of it. */
    WHOLE,
    /** Of a source: dividing blocks into elements. Fetching the blocks is a segment of its own. */
    SPLIT,
    /** Of an aggregate: filling accumulators, several side by side. */
    PARTIAL,
    /** Of an aggregate: combining the accumulators that come from the parallel segment before. */
    FINAL
  }
}
