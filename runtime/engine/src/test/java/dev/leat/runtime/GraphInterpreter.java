package dev.leat.runtime;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.CheckedPredicate;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.CoroutineInput;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.SessionFunction;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Says what a graph of several sources, joins, routes and ends does, in the simplest way: each
 * stage for all elements of its inputs, input after input, lane after lane. An element of which a
 * function fails is left out, whatever the stage declares.
 */
final class GraphInterpreter {

  private static final int NO_LANE = -1;

  private final Graph graph;
  private final Map<Integer, List<Event>> results = new LinkedHashMap<>();
  private final Map<Integer, Integer> received = new LinkedHashMap<>();
  private final Set<Integer> joined = new HashSet<>();
  private final Set<Integer> keyed = new HashSet<>();
  private final List<String> letters = new ArrayList<>();
  private final Set<String> failures = new HashSet<>();

  /**
   * An element with the lane that it came from and, behind a route, its branch.
   *
   * @param lane a number for each lane of each source
   * @param key its key inside a byKey
   */
  private record Event(int lane, int branch, Object element, @Nullable Key key) {

    Event(int lane, int branch, Object element) {
      this(lane, branch, element, null);
    }

    Event with(Object other) {
      return new Event(lane, 0, other, key);
    }
  }

  /** A key, and the how manieth element had it. */
  private record Key(Object key, int at) {}

  GraphInterpreter(Graph graph) {
    this.graph = graph;
    for (StageNode node : graph.stages()) {
      List<Event> input = input(node);
      if (isJoined(node)) {
        joined.add(node.id());
      }
      if (isKeyed(node)) {
        keyed.add(node.id());
      }
      List<Event> output =
          keyed.contains(node.id()) && hasState(node) ? byKey(node, input) : run(node, input);
      boolean branch = node.operation() instanceof Operation.Branch;
      received.put(node.id(), branch ? output.size() : input.size());
      results.put(node.id(), output);
    }
  }

  /** What a stage emits, or what a sink receives. */
  List<Object> emitted(int stage) {
    return results.getOrDefault(stage, List.of()).stream().map(Event::element).toList();
  }

  /** How many elements a stage receives. */
  int received(int stage) {
    return received.getOrDefault(stage, 0);
  }

  /** All dead letters, as "stage: element". */
  List<String> letters() {
    return letters;
  }

  /** The names of the stages that fail the job. */
  Set<String> failures() {
    return failures;
  }

  /** Whether a stage sees elements of several inputs, so that lanes do not count any more. */
  private boolean isJoined(StageNode node) {
    boolean joins =
        node.operation() instanceof Operation.Merge || node.operation() instanceof Operation.Concat;
    return joins
        || graph.inputs(node.id()).stream().map(GraphEdge::from).anyMatch(joined::contains);
  }

  /** Whether a stage stands in a byKey, or begins one. */
  private boolean isKeyed(StageNode node) {
    return !(node.operation() instanceof Operation.Unkeyed)
        && (node.operation() instanceof Operation.Keyed
            || graph.inputs(node.id()).stream().map(GraphEdge::from).anyMatch(keyed::contains));
  }

  private static boolean hasState(StageNode node) {
    return switch (node.operation()) {
      case Operation.Scan scan -> true;
      case Operation.Take take -> true;
      case Operation.TakeWhile takeWhile -> true;
      case Operation.Skip skip -> true;
      case Operation.Distinct distinct -> true;
      case Operation.Batch batch -> true;
      case Operation.Aggregate aggregate -> true;
      default -> false;
    };
  }

  /** Each key for itself; what comes of it is put back into the order of the elements. */
  private List<Event> byKey(StageNode node, List<Event> input) {
    Map<Object, List<Event>> keys = new LinkedHashMap<>();
    for (Event event : input) {
      keys.computeIfAbsent(key(event).key, key -> new ArrayList<>()).add(event);
    }
    List<Event> all = new ArrayList<>();
    for (List<Event> events : keys.values()) {
      Key key = key(events.get(0));
      for (Event event : run(node, events)) {
        all.add(event.key == null ? new Event(event.lane, 0, event.element, key) : event);
      }
    }
    all.sort(Comparator.comparingInt(event -> key(event).at));
    return all;
  }

  private static Key key(Event event) {
    return Objects.requireNonNull(event.key, "no key");
  }

  private static List<Event> withKeys(List<Event> input, CheckedFunction<Object, Object> key) {
    List<Event> output = new ArrayList<>();
    for (Event event : input) {
      Key its = new Key(sure(() -> key.apply(event.element)), output.size());
      output.add(new Event(event.lane, 0, event.element, its));
    }
    return output;
  }

  private static List<Event> withoutKeys(List<Event> input, Operation.Unkeyed unkeyed) {
    return input.stream()
        .map(event ->
            new Event(
                event.lane, 0, sure(() -> unkeyed.result().apply(key(event).key, event.element))))
        .toList();
  }

  private List<Event> input(StageNode node) {
    List<Event> input = new ArrayList<>();
    for (GraphEdge edge : graph.inputs(node.id())) {
      if (edge.port() == GraphEdge.Port.RESULTS) {
        input.addAll(results.getOrDefault(edge.from(), List.of()));
      }
    }
    return input;
  }

  private List<Event> run(StageNode node, List<Event> input) {
    return switch (node.operation()) {
      case Operation.From from -> read(node, (ScriptedSource) (Object) from.source());
      case Operation.Map map -> each(node, OnError.fail(), map.function(), input);
      case Operation.Filter filter -> kept(input, filter.predicate());
      case Operation.FlatMap flatMap -> expanded(input, flatMap.function());
      case Operation.Each each -> input;
      case Operation.Take take -> input.stream().limit(take.count()).toList();
      case Operation.TakeWhile takeWhile -> firstKept(input, takeWhile.predicate());
      case Operation.Skip skip -> input.stream().skip(skip.count()).toList();
      case Operation.Scan scan -> byLane(node, input, events -> scanned(events, scan));
      case Operation.Batch batch -> byLane(node, input, events -> batched(events, batch.size()));
      case Operation.Io io -> each(node, io.policy().onError(), plain(io.function()), input);
      case Operation.IoMany io -> throw new IllegalStateException("not generated");
      case Operation.Coroutine co -> each(node, co.policy().onError(), plain(co.function()), input);
      case Operation.Cpu cpu -> each(node, cpu.options().onError(), plain(cpu.function()), input);
      case Operation.Aggregate aggregate -> List.of(aggregated(input, aggregate.aggregator()));
      case Operation.Merge merge -> input;
      case Operation.Concat concat -> input;
      case Operation.Route route -> routed(input, route.conditions());
      case Operation.Branch branch ->
          input.stream().filter(event -> event.branch == branch.index()).toList();
      case Operation.Distinct distinct -> distinct(input, distinct.key());
      case Operation.Throttle throttle -> input;
      case Operation.Keyed begin -> withKeys(input, begin.key());
      case Operation.Unkeyed unkeyed -> withoutKeys(input, unkeyed);
      case Operation.Foreign foreign -> throw new IllegalStateException("not generated");
      case Operation.Conflate conflate -> throw new IllegalStateException("leaves anything out");
      case Operation.Session session -> byLane(node, input, events -> session(events, session));
      case Operation.To to -> input;
    };
  }

  private static List<Event> read(StageNode node, ScriptedSource source) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < source.scripts().size(); i++) {
      int lane = node.id() * 100 + i;
      for (List<ScriptedSource.Entry> block : source.scripts().get(i).blocks()) {
        for (ScriptedSource.Entry entry : block) {
          if (entry instanceof ScriptedSource.Entry.Element(long position, Item item)) {
            events.add(new Event(lane, 0, item));
          }
        }
      }
    }
    return events;
  }

  /** Each lane for itself, or all of them as one behind a join. */
  private List<Event> byLane(
      StageNode node, List<Event> input, CheckedFunction<List<Event>, List<Event>> action) {
    Map<Integer, List<Event>> lanes = new LinkedHashMap<>();
    boolean one = joined.contains(node.id()) || keyed.contains(node.id());
    for (Event event : input) {
      lanes.computeIfAbsent(one ? NO_LANE : event.lane, lane -> new ArrayList<>()).add(event);
    }
    List<Event> all = new ArrayList<>();
    lanes.values().forEach(lane -> all.addAll(sure(() -> action.apply(lane))));
    return all;
  }

  private List<Event> each(
      StageNode node, OnError onError, CheckedFunction<Object, ?> function, List<Event> input) {
    List<Event> output = new ArrayList<>();
    for (Event event : input) {
      try {
        Object result = function.apply(event.element);
        output.add(event.with(result instanceof CompletableFuture<?> call ? call.join() : result));
      } catch (CompletionException | java.io.IOException e) {
        failed(node, onError, event);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return output;
  }

  private void failed(StageNode node, OnError onError, Event event) {
    switch (onError) {
      case OnError.Fail fail -> failures.add(node.name());
      case OnError.Skip skip -> {}
      case OnError.DeadLetters dead -> letters.add(node.name() + ": " + event.element);
    }
  }

  private static CheckedFunction<Object, ?> plain(StageFunction function) {
    return switch (function) {
      case StageFunction.Plain(CheckedFunction<Object, Object> plain) -> plain;
      case StageFunction.WithResource with -> throw new IllegalStateException("not generated");
    };
  }

  private static List<Event> kept(List<Event> input, CheckedPredicate<Object> predicate) {
    return input.stream().filter(event -> sure(() -> predicate.test(event.element))).toList();
  }

  private static List<Event> firstKept(List<Event> input, CheckedPredicate<Object> predicate) {
    return input.stream().takeWhile(event -> sure(() -> predicate.test(event.element))).toList();
  }

  private static List<Event> expanded(
      List<Event> input, CheckedFunction<Object, Iterable<Object>> function) {
    List<Event> output = new ArrayList<>();
    for (Event event : input) {
      sure(() -> function.apply(event.element)).forEach(one -> output.add(event.with(one)));
    }
    return output;
  }

  private static List<Event> scanned(List<Event> input, Operation.Scan scan) throws Exception {
    List<Event> output = new ArrayList<>();
    Object state = scan.initial().get();
    for (Event event : input) {
      state = scan.function().apply(state, event.element);
      output.add(event.with(state));
    }
    return output;
  }

  private static List<Event> batched(List<Event> input, int size) {
    List<Event> output = new ArrayList<>();
    for (int from = 0; from < input.size(); from += size) {
      List<Event> list = input.subList(from, Math.min(from + size, input.size()));
      output.add(list.get(0).with(list.stream().map(Event::element).toList()));
    }
    return output;
  }

  private static List<Event> distinct(List<Event> input, CheckedFunction<Object, Object> key) {
    Set<Object> seen = new HashSet<>();
    return input.stream().filter(event -> seen.add(sure(() -> key.apply(event.element)))).toList();
  }

  private static List<Event> routed(List<Event> input, List<CheckedPredicate<Object>> conditions) {
    List<Event> output = new ArrayList<>();
    for (Event event : input) {
      int branch = 0;
      while (branch < conditions.size() && !test(conditions.get(branch), event)) {
        branch++;
      }
      output.add(new Event(event.lane, branch, event.element, event.key));
    }
    return output;
  }

  private static boolean test(CheckedPredicate<Object> condition, Event event) {
    return sure(() -> condition.test(event.element));
  }

  private static Event aggregated(
      List<Event> input, Aggregator<Object, Object, Object> aggregator) {
    return sure(() -> {
      Object accumulator = aggregator.create();
      for (Event event : input) {
        accumulator = aggregator.add(accumulator, event.element);
      }
      return new Event(NO_LANE, 0, aggregator.finish(accumulator));
    });
  }

  private static List<Event> session(List<Event> input, Operation.Session session)
      throws Exception {
    if (!(session.body() instanceof SessionFunction.Plain(Coroutine<Object, Object> body))) {
      throw new IllegalStateException("not generated");
    }
    List<Event> output = new ArrayList<>();
    Iterator<Event> events = input.iterator();
    Event first = input.get(0);
    body.run(
        new CoroutineInput<>() {
          @Override
          public boolean hasNext() {
            return events.hasNext();
          }

          @Override
          public Object next() {
            return events.next().element;
          }
        },
        result -> output.add(first.with(result)));
    return output;
  }

  /** A call that does not fail. */
  private interface Call<R> {
    R make() throws Exception;
  }

  private static <R> R sure(Call<R> call) {
    try {
      return call.make();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
