package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlannedSegment;
import org.jspecify.annotations.Nullable;

/**
 * Makes the chains of one task.
 *
 * @param compiler makes them
 * @param segment what they do
 * @param outputs makes their ends
 * @param wake called by another thread when a time is up in one
 */
record Chains(
    SegmentCompiler compiler,
    PlannedSegment segment,
    SegmentCompiler.OutputFactory outputs,
    Runnable wake) {

  /** A chain of operator classes that all jobs share. */
  Chain shared() {
    return compiler.compile(segment, outputs, wake, false);
  }

  /** What a fixed chain of the segment is made of; null if it can have none. */
  @Nullable FixedShape shape() {
    return compiler.shape(segment);
  }

  /** Makes a fixed chain work for the segment. */
  Chain bind(FixedChain chain, FixedShape shape) {
    return compiler.bind(chain, shape, outputs);
  }

  /** A chain of classes that belong to the stages. */
  Chain specialized() {
    return compiler.compile(segment, outputs, wake, true);
  }
}
