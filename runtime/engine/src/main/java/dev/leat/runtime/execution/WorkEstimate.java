package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;

/**
 * What the elements of a parallel segment cost, learned while it runs, and what follows for the
 * size of slices. Not thread-safe.
 */
final class WorkEstimate {

  private static final double SLICE_NANOS = 150_000;
  private static final double LEAST_SLICE_NANOS = 10_000;

  /** A block that costs more is divided, so that several workers can share it. */
  private static final double WHOLE_BLOCK_NANOS = 2_000_000;

  /** What an element is assumed to cost before the first one was measured. */
  private static final double FIRST_GUESS_NANOS = 5_000;

  private double nanosPerElement = FIRST_GUESS_NANOS;
  private double elementsPerWeight = Double.NaN;

  /** Learns what elements cost; a cost that changed much is believed at once. */
  void cost(long nanos, long elements) {
    double each = (double) nanos / elements;
    nanosPerElement =
        each > 4 * nanosPerElement || nanosPerElement > 4 * each
            ? each
            : 0.75 * nanosPerElement + 0.25 * each;
  }

  /** Learns how many elements are in a block. */
  void block(Block<?> block, long elements) {
    double each = (double) elements / Math.max(1, block.weight());
    elementsPerWeight =
        Double.isNaN(elementsPerWeight) ? each : 0.75 * elementsPerWeight + 0.25 * each;
  }

  double nanos(long elements) {
    return elements * nanosPerElement;
  }

  /** What a block of this weight costs; not a number before the first one was divided. */
  double blockNanos(long weight) {
    return weight * elementsPerWeight * nanosPerElement;
  }

  /** Whether a block is too much work for one worker, or may be. */
  boolean divides(Block<?> block) {
    return !(blockNanos(block.weight()) <= WHOLE_BLOCK_NANOS);
  }

  /**
   * How many of the elements that are there make a slice.
   *
   * @param more whether others wait behind them
   */
  int slice(int rest, boolean more, int parallelism) {
    double wanted = SLICE_NANOS / nanosPerElement;
    if (!more) {
      // Near the end of the input: smaller slices, so that the workers end together.
      double share = Math.ceil((double) rest / parallelism);
      wanted = Math.min(wanted, Math.max(share, LEAST_SLICE_NANOS / nanosPerElement));
    }
    return (int) Math.clamp(wanted, 1, rest);
  }
}
