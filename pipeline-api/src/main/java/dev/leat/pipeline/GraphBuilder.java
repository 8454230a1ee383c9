package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the stages of a pipeline their numbers and connects them, sources first. */
final class GraphBuilder {

  private final String pipeline;
  private final List<StageNode> stages = new ArrayList<>();
  private final List<GraphEdge> edges = new ArrayList<>();
  private final IdentityHashMap<Link, Integer> ids = new IdentityHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> repeats = new HashMap<>();
  private final IdentityHashMap<Sink<?>, List<Integer>> deadLetters = new IdentityHashMap<>();
  private final List<Sink<DeadLetter>> deadLetterSinks = new ArrayList<>();

  private GraphBuilder(String pipeline) {
    this.pipeline = pipeline;
  }

  static Graph build(String pipeline, List<Link> ends) {
    GraphBuilder builder = new GraphBuilder(pipeline);
    ends.forEach(builder::add);
    builder.deadLetterSinks.forEach(builder::addDeadLetterSink);
    return new Graph(builder.stages, builder.edges);
  }

  /** Adds a stage after everything it reads from. A loop, not a recursion: chains may be long. */
  private void add(Link end) {
    List<Link> open = new ArrayList<>();
    open.add(end);
    while (!open.isEmpty()) {
      Link link = open.get(open.size() - 1);
      Link missing = missingInput(link);
      if (missing != null) {
        open.add(missing);
      } else {
        open.remove(open.size() - 1);
        if (!ids.containsKey(link)) {
          addStage(link);
        }
      }
    }
  }

  private @Nullable Link missingInput(Link link) {
    for (Link input : link.inputs()) {
      if (!ids.containsKey(input)) {
        return input;
      }
    }
    return null;
  }

  private void addStage(Link link) {
    int id = stages.size();
    stages.add(new StageNode(id, uniqueName(link), link.site(), link.operation()));
    ids.put(link, id);
    for (Link input : link.inputs()) {
      Integer from = ids.get(input);
      if (from != null) {
        edges.add(new GraphEdge(from, id, Port.RESULTS));
      }
    }
    if (onError(link.operation()) instanceof OnError.DeadLetters letters) {
      deadLetters
          .computeIfAbsent(
              letters.sink(),
              sink -> {
                deadLetterSinks.add(letters.sink());
                return new ArrayList<>();
              })
          .add(id);
    }
  }

  private void addDeadLetterSink(Sink<DeadLetter> sink) {
    List<Integer> from = deadLetters.getOrDefault(sink, List.of());
    StageNode first = stages.get(from.get(0));
    int id = stages.size();
    String name = unique("dead letters of " + first.name());
    stages.add(new StageNode(id, name, first.site(), new Operation.To(Erased.sink(sink))));
    from.forEach(stage -> edges.add(new GraphEdge(stage, id, Port.DEAD_LETTERS)));
  }

  private String uniqueName(Link link) {
    if (link.named() && names.containsKey(link.name())) {
      Integer other = names.get(link.name());
      throw new PipelineDefinitionException(
          "pipeline '%s' has two stages called '%s', at %s and %s: give one another name"
              .formatted(
                  pipeline,
                  link.name(),
                  other == null ? "another place" : stages.get(other).site(),
                  link.site()));
    }
    return unique(link.name());
  }

  private String unique(String wanted) {
    String name = wanted;
    while (names.containsKey(name)) {
      name = wanted + "#" + (1 + repeats.merge(wanted, 1, Integer::sum));
    }
    names.put(name, stages.size());
    return name;
  }

  private static OnError onError(Operation operation) {
    return switch (operation) {
      case Operation.From from -> from.source().onError();
      case Operation.Io io -> io.policy().onError();
      case Operation.IoMany io -> io.policy().onError();
      case Operation.Coroutine coroutine -> coroutine.policy().onError();
      case Operation.Cpu cpu -> cpu.options().onError();
      case Operation.Foreign foreign -> foreign.onError();
      case Operation.Map map -> OnError.fail();
      case Operation.Filter filter -> OnError.fail();
      case Operation.FlatMap flatMap -> OnError.fail();
      case Operation.Each each -> OnError.fail();
      case Operation.Take take -> OnError.fail();
      case Operation.TakeWhile takeWhile -> OnError.fail();
      case Operation.Skip skip -> OnError.fail();
      case Operation.Scan scan -> OnError.fail();
      case Operation.Batch batch -> OnError.fail();
      case Operation.Aggregate aggregate -> OnError.fail();
      case Operation.Keyed keyed -> OnError.fail();
      case Operation.Unkeyed unkeyed -> OnError.fail();
      case Operation.Merge merge -> OnError.fail();
      case Operation.Concat concat -> OnError.fail();
      case Operation.Route route -> OnError.fail();
      case Operation.Branch branch -> OnError.fail();
      case Operation.Distinct distinct -> OnError.fail();
      case Operation.Throttle throttle -> OnError.fail();
      case Operation.Conflate conflate -> OnError.fail();
      case Operation.Session session -> OnError.fail();
      case Operation.To to -> OnError.fail();
    };
  }
}
