package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlannedSegment;

/**
 * Turns the stages of a planned segment into a chain of operators. The seam at which another way of
 * making operators (one class for each stage, so that each is optimized by itself) takes the place
 * of shared classes.
 */
interface SegmentCompiler {

  /**
   * Makes a new chain.
   *
   * @param segment the stages
   * @param outputs makes the ends of the chain
   * @param wake called by another thread when a time is up in the chain
   */
  Chain compile(PlannedSegment segment, OutputFactory outputs, Runnable wake);

  /** Makes the ends of a chain. */
  @FunctionalInterface
  interface OutputFactory {

    /** An output for what a stage emits to other segments. */
    Output output(Cursor cursor, PortKey key);
  }
}
