package dev.leat.runtime.plan;

/**
 * The bounds that a plan is made with.
 *
 * @param cores how many cores the runtime computes on
 * @param chunkElements the most elements of a chunk
 * @param chunkBytes the most bytes of a chunk, where the size of elements is known
 * @param edgeElements the most elements that wait in an edge
 * @param inline whether every model runs on one thread
 * @param specializeAfter how many elements a segment processes before it goes on with operators
 *     whose code belongs to its stages
 * @param fixUntried whether a segment goes on with a fixed chain then, where it can have one,
 *     without measuring whether that is faster
 */
public record PlanSettings(
    int cores,
    int chunkElements,
    int chunkBytes,
    int edgeElements,
    boolean inline,
    long specializeAfter,
    boolean fixUntried) {

  /**
   * Where code of its own pays for a segment: it takes some 100 microseconds for each stage, and
   * its compiler some milliseconds.
   */
  public static final long SPECIALIZE_AFTER = 50_000;

  /** Checks the bounds. */
  public PlanSettings {
    if (cores < 1 || chunkElements < 1 || chunkBytes < 1 || edgeElements < 1) {
      throw new IllegalArgumentException(
          "cores %d, chunk %d elements, %d bytes, edge %d elements: each must be at least 1"
              .formatted(cores, chunkElements, chunkBytes, edgeElements));
    }
    if (specializeAfter < 0) {
      throw new IllegalArgumentException(
          "specializeAfter must not be negative, and is " + specializeAfter);
    }
    chunkElements = Math.min(chunkElements, edgeElements);
  }

  /** The defaults: chunks of 1,024 elements or 256 KiB, edges of 16,384 elements. */
  public static PlanSettings defaults(int cores) {
    return new PlanSettings(cores, 1_024, 256 * 1_024, 16_384, false, SPECIALIZE_AFTER, false);
  }

  /** The most chunks of results that a slice of parallel work holds back before it waits. */
  public int sliceChunks() {
    return Math.max(4, edgeElements / chunkElements);
  }

  /** The most bytes that wait in an edge, where the size of elements is known. */
  public long edgeBytes() {
    return (long) chunkBytes * Math.max(1, edgeElements / chunkElements);
  }
}
