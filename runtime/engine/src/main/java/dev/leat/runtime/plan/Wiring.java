package dev.leat.runtime.plan;

import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What can be said about the stages of a graph from the stages around them. All answers are found
 * once, by loops over the stages, so that chains of any length are fine.
 */
final class Wiring {

  private static final int NONE = -1;

  private final Graph graph;
  private final List<List<GraphEdge>> inputs = new ArrayList<>();
  private final List<List<GraphEdge>> outputs = new ArrayList<>();
  private final List<Optional<CpuOptions>> firstCpu;
  private final boolean[] toleratesDisorder;
  private final Scopes scopes;
  private final int[] endless;

  Wiring(Graph graph) {
    int stages = graph.stages().size();
    this.graph = graph;
    this.scopes = new Scopes(graph);
    this.firstCpu = new ArrayList<>(Collections.nCopies(stages, Optional.empty()));
    this.toleratesDisorder = new boolean[stages];
    this.endless = new int[stages];
    for (int id = 0; id < stages; id++) {
      inputs.add(new ArrayList<>());
      outputs.add(new ArrayList<>());
    }
    for (GraphEdge edge : graph.edges()) {
      inputs.get(edge.to()).add(edge);
      outputs.get(edge.from()).add(edge);
    }
    for (int id = stages - 1; id >= 0; id--) {
      firstCpu.set(id, findFirstCpu(id));
      toleratesDisorder[id] = findToleratesDisorder(id);
    }
    for (int id = 0; id < stages; id++) {
      endless[id] = findEndless(id);
    }
  }

  List<GraphEdge> inputs(int id) {
    return inputs.get(id);
  }

  List<GraphEdge> outputs(int id) {
    return outputs.get(id);
  }

  /** Whether the stage hands its results to exactly one other and nothing anywhere else. */
  boolean hasOneOutput(int id) {
    return outputs.get(id).size() == 1 && outputs.get(id).get(0).port() == Port.RESULTS;
  }

  /**
   * The options of the first stage that computes on what a source or cheap stage emits, with
   * nothing but cheap stages in between.
   */
  Optional<CpuOptions> firstCpu(int id) {
    return firstCpu.get(id);
  }

  /** Whether nothing that reads from a source or cheap stage relies on the order of its results. */
  boolean toleratesDisorder(int id) {
    return toleratesDisorder[id];
  }

  Scopes scopes() {
    return scopes;
  }

  StageNode stage(int id) {
    return graph.stage(id);
  }

  /** Whether the results of the stage never end by themselves. */
  boolean emitsEndlessly(int id) {
    return endless[id] != NONE && !ends(id);
  }

  /** Whether the input of the stage never ends by itself. */
  boolean isEndless(int id) {
    return endless[id] != NONE;
  }

  /** The source because of which the input of the stage never ends by itself. */
  StageNode endlessSource(int id) {
    return graph.stage(endless[id]);
  }

  private Optional<CpuOptions> findFirstCpu(int id) {
    return outputs.get(id).stream()
        .filter(edge -> edge.port() == Port.RESULTS)
        .flatMap(edge -> cpuFrom(edge.to()).stream())
        .findFirst();
  }

  private Optional<CpuOptions> cpuFrom(int id) {
    return switch (graph.stage(id).operation()) {
      case Operation.Cpu cpu ->
          cpu.options().fork() == null ? Optional.of(cpu.options()) : Optional.empty();
      case Operation.Foreign foreign -> Optional.empty();
      case Operation.Map map -> firstCpu.get(id);
      case Operation.Filter filter -> firstCpu.get(id);
      case Operation.FlatMap flatMap -> firstCpu.get(id);
      case Operation.Each each -> firstCpu.get(id);
      case Operation.Route route -> firstCpu.get(id);
      case Operation.Branch branch -> firstCpu.get(id);
      case Operation.Keyed keyed -> firstCpu.get(id);
      case Operation.Unkeyed unkeyed -> firstCpu.get(id);
      case Operation.Merge merge -> Optional.empty();
      case Operation.Concat concat -> Optional.empty();
      case Operation.Distinct distinct -> Optional.empty();
      case Operation.Throttle throttle -> Optional.empty();
      case Operation.Conflate conflate -> Optional.empty();
      case Operation.Session session -> Optional.empty();
      case Operation.From from -> Optional.empty();
      case Operation.Take take -> Optional.empty();
      case Operation.TakeWhile takeWhile -> Optional.empty();
      case Operation.Skip skip -> Optional.empty();
      case Operation.Scan scan -> Optional.empty();
      case Operation.Batch batch -> Optional.empty();
      case Operation.Io io -> Optional.empty();
      case Operation.IoMany io -> Optional.empty();
      case Operation.Coroutine coroutine -> Optional.empty();
      case Operation.Aggregate aggregate -> Optional.empty();
      case Operation.To to -> Optional.empty();
    };
  }

  private boolean findToleratesDisorder(int id) {
    return outputs.get(id).stream()
        .allMatch(edge -> edge.port() == Port.RESULTS && acceptsDisorder(edge.to()));
  }

  private boolean acceptsDisorder(int id) {
    return switch (graph.stage(id).operation()) {
      case Operation.Cpu cpu -> !cpu.options().ordered();
      case Operation.Foreign foreign -> !foreign.ordered();
      case Operation.Io io -> !io.policy().ordered();
      case Operation.IoMany io -> !io.policy().ordered();
      case Operation.Coroutine coroutine -> !coroutine.policy().ordered();
      case Operation.Aggregate aggregate ->
          !aggregate.aggregator().ordered() && aggregate.emission() instanceof Emission.AtEnd;
      case Operation.Map map -> toleratesDisorder[id];
      case Operation.Filter filter -> toleratesDisorder[id];
      case Operation.FlatMap flatMap -> toleratesDisorder[id];
      case Operation.Each each -> toleratesDisorder[id];
      case Operation.Route route -> toleratesDisorder[id];
      case Operation.Branch branch -> toleratesDisorder[id];
      case Operation.Keyed keyed -> toleratesDisorder[id];
      case Operation.Unkeyed unkeyed -> toleratesDisorder[id];
      case Operation.Merge merge -> toleratesDisorder[id];
      case Operation.Concat concat -> false;
      case Operation.Distinct distinct -> false;
      case Operation.Throttle throttle -> false;
      case Operation.Conflate conflate -> false;
      case Operation.Session session -> false;
      case Operation.From from -> false;
      case Operation.Take take -> false;
      case Operation.TakeWhile takeWhile -> false;
      case Operation.Skip skip -> false;
      case Operation.Scan scan -> false;
      case Operation.Batch batch -> false;
      case Operation.To to -> false;
    };
  }

  /** The source that keeps the input of a stage from ending, or of a source that itself does. */
  private int findEndless(int id) {
    if (graph.stage(id).operation() instanceof Operation.From from) {
      return from.source().finite() ? NONE : id;
    }
    for (GraphEdge edge : inputs.get(id)) {
      if (!ends(edge.from()) && endless[edge.from()] != NONE) {
        return endless[edge.from()];
      }
    }
    return NONE;
  }

  /** Whether the stage's results end even if its input does not. */
  private boolean ends(int id) {
    return switch (graph.stage(id).operation()) {
      case Operation.Take take -> scopes.keys(id).isEmpty();
      case Operation.TakeWhile takeWhile -> scopes.keys(id).isEmpty();
      case Operation.Aggregate aggregate -> aggregate.emission() instanceof Emission.AtEnd;
      case Operation.Keyed keyed -> false;
      case Operation.Unkeyed unkeyed -> false;
      case Operation.Merge merge -> false;
      case Operation.Concat concat -> false;
      case Operation.Route route -> false;
      case Operation.Branch branch -> false;
      case Operation.Distinct distinct -> false;
      case Operation.Throttle throttle -> false;
      case Operation.Conflate conflate -> false;
      case Operation.Session session -> false;
      case Operation.From from -> false;
      case Operation.Map map -> false;
      case Operation.Filter filter -> false;
      case Operation.FlatMap flatMap -> false;
      case Operation.Each each -> false;
      case Operation.Skip skip -> false;
      case Operation.Scan scan -> false;
      case Operation.Batch batch -> false;
      case Operation.Io io -> false;
      case Operation.IoMany io -> false;
      case Operation.Coroutine coroutine -> false;
      case Operation.Cpu cpu -> false;
      case Operation.Foreign foreign -> false;
      case Operation.To to -> false;
    };
  }
}
