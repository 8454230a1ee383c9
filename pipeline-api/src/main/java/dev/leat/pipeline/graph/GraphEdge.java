package dev.leat.pipeline.graph;

/**
 * The way of elements from one stage to another.
 *
 * {@snippet :
 * List<GraphEdge> letters = graph.outputs(stage.id(), GraphEdge.Port.DEAD_LETTERS);
 * }
 *
 * @param from the number of the stage that emits
 * @param to the number of the stage that receives
 * @param port what is emitted
 */
public record GraphEdge(int from, int to, Port port) {

  /** What flows over an edge. */
  public enum Port {
    /** The results of the stage. */
    RESULTS,
    /** The elements that it could not process. */
    DEAD_LETTERS
  }
}
