package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * In which scope the results of each stage are: whether lanes were mixed, and whose keys they have.
 */
public final class Scopes {

  private static final int NONE = -1;

  private final Graph graph;
  private final boolean[] mixed;
  private final int[] keys;
  private final String[] violations;

  /** Finds the scopes of all stages, in one pass. */
  public Scopes(Graph graph) {
    int stages = graph.stages().size();
    this.graph = graph;
    this.mixed = new boolean[stages];
    this.keys = new int[stages];
    this.violations = new String[stages];
    int[] entered = new int[stages];
    boolean[] any = new boolean[stages];
    Arrays.fill(entered, NONE);
    List<GraphEdge> edges =
        graph.edges().stream()
            .filter(edge -> edge.port() == Port.RESULTS)
            .sorted(Comparator.comparingInt(GraphEdge::to))
            .toList();
    int next = 0;
    for (StageNode stage : graph.stages()) {
      int id = stage.id();
      for (; next < edges.size() && edges.get(next).to() == id; next++) {
        int from = edges.get(next).from();
        mixed[id] |= mixed[from];
        if (any[id] && entered[id] != keys[from]) {
          violations[id] = "joins elements with keys of different byKey, or of none";
        }
        any[id] = true;
        entered[id] = keys[from];
      }
      leave(stage, entered[id]);
    }
  }

  private void leave(StageNode stage, int entered) {
    int id = stage.id();
    keys[id] = entered;
    switch (stage.operation()) {
      case Operation.Keyed keyed -> {
        keys[id] = id;
        if (entered != NONE) {
          violations[id] = "stands inside another byKey: use one, with a record of both keys";
        }
      }
      case Operation.Unkeyed unkeyed -> keys[id] = NONE;
      case Operation.Merge merge -> mixed[id] = true;
      case Operation.Concat concat -> mixed[id] = true;
      case Operation.Session session -> refuse(stage, entered);
      case Operation.Conflate conflate -> refuse(stage, entered);
      default -> {}
    }
  }

  private void refuse(StageNode stage, int entered) {
    if (entered != NONE) {
      violations[stage.id()] = "is not possible inside a byKey: put it before or behind it";
    }
  }

  /** Whether the elements that a stage receives come from a merge or a concat. */
  public boolean mixesLanes(int id) {
    return mixed[id];
  }

  /** The bounds of the keys that the results of a stage have; empty outside of a byKey. */
  public Optional<Operation.Keyed> keys(int id) {
    return keys[id] != NONE && graph.stage(keys[id]).operation() instanceof Operation.Keyed keyed
        ? Optional.of(keyed)
        : Optional.empty();
  }

  /** Why a stage cannot stand where it stands, or nothing. */
  Optional<String> violation(int id) {
    return Optional.ofNullable(violations[id]);
  }
}
