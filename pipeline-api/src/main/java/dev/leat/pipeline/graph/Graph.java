package dev.leat.pipeline.graph;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The stages of a pipeline and how they are connected.
 *
 * {@snippet :
 * Graph graph = pipeline.graph();
 * for (StageNode stage : graph.stages()) {
 *   System.out.println(stage + " receives from " + graph.inputs(stage.id()));
 * }
 * }
 *
 * @param stages all stages; the place in the list is the number
 * @param edges all connections, in the order in which branches were declared
 */
public record Graph(List<StageNode> stages, List<GraphEdge> edges) {

  /** Copies the lists and checks the numbers. */
  public Graph {
    stages = List.copyOf(stages);
    edges = List.copyOf(edges);
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).id() != i) {
        throw new IllegalArgumentException("stage at place " + i + " is " + stages.get(i));
      }
    }
    for (GraphEdge edge : edges) {
      if (edge.from() < 0 || edge.from() >= edge.to() || edge.to() >= stages.size()) {
        throw new IllegalArgumentException("edge from " + edge.from() + " to " + edge.to());
      }
    }
  }

  /** The stage with a number. */
  public StageNode stage(int id) {
    return stages.get(id);
  }

  /** The edges that leave a stage by a port, in the order declared. */
  public List<GraphEdge> outputs(int id, GraphEdge.Port port) {
    return edges.stream().filter(edge -> edge.from() == id && edge.port() == port).toList();
  }

  /** The numbers of the sources that a stage reads from. */
  public List<Integer> sources(int id) {
    return upstream(id).stream()
        .filter(stage -> stages.get(stage).operation() instanceof Operation.From)
        .toList();
  }

  /** A stage and everything that it reads from, directly or not. */
  private List<Integer> upstream(int id) {
    BitSet found = new BitSet(id + 1);
    found.set(id);
    // Numbers grow downstream, so that one pass from the end finds everything.
    edges.stream()
        .sorted(Comparator.comparingInt(GraphEdge::to).reversed())
        .filter(edge -> found.get(edge.to()))
        .forEachOrdered(edge -> found.set(edge.from()));
    return found.stream().boxed().toList();
  }

  /** The edges that enter a stage. */
  public List<GraphEdge> inputs(int id) {
    return edges.stream().filter(edge -> edge.to() == id).toList();
  }
}
