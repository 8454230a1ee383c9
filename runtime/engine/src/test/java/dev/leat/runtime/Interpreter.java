package dev.leat.runtime;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.pipeline.graph.Graph;
import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Says what a pipeline does, in the simplest way: one stage after the other, each for all elements
 * of its input, lane after lane. A stage that fails ends its output with the failure; so does a
 * stage whose input ended so, when it has come there.
 */
final class Interpreter {

  private final Graph graph;
  private final boolean lenient;
  private final Map<Integer, Flow> results = new HashMap<>();
  private final Map<Integer, Figures> figures = new HashMap<>();
  private final Map<Integer, List<DeadLetter>> letters = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  /** An element with its place. */
  record Event(int lane, String source, long position, Object element) {

    Event with(Object other) {
      return new Event(lane, source, position, other);
    }
  }

  /** What a stage emits, and what ends it early. */
  record Flow(List<Event> events, @Nullable String failure) {}

  /** The figures of a stage. */
  static final class Figures {
    long in;
    long out;
    long failed;
    long skipped;
    long deadLetters;
    long retried;
  }

  /** A function failed for good. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  /**
   * Interprets a graph.
   *
   * @param lenient whether a failure that would end the job is noted and its element left out
   */
  Interpreter(Graph graph, boolean lenient) {
    this.graph = graph;
    this.lenient = lenient;
    for (StageNode node : graph.stages()) {
      letters.put(node.id(), new ArrayList<>());
      figures.put(node.id(), new Figures());
      results.put(node.id(), run(node));
    }
  }

  /** What a sink receives. */
  Flow sink(int id) {
    return results.getOrDefault(id, new Flow(List.of(), null));
  }

  /** The dead letters of a stage. */
  List<DeadLetter> letters(int stage) {
    return letters.getOrDefault(stage, List.of());
  }

  Figures figures(int stage) {
    return figures.getOrDefault(stage, new Figures());
  }

  /** Every failure of every stage that fails the job. */
  List<String> failures() {
    return failures;
  }

  private Flow run(StageNode node) {
    if (node.operation() instanceof Operation.From from) {
      return from(node, from.source());
    }
    GraphEdge input = graph.inputs(node.id()).get(0);
    if (input.port() == GraphEdge.Port.DEAD_LETTERS) {
      return new Flow(List.of(), null);
    }
    Flow flow = results.get(input.from());
    if (flow == null) {
      throw new IllegalStateException("stage before its input: " + node);
    }
    Output out = new Output(node);
    try {
      return new Flow(out.events, stage(node, flow, out) ? flow.failure : null);
    } catch (Broken e) {
      return new Flow(out.events, e.getMessage());
    }
  }

  /** Where the results of a stage are collected. */
  private final class Output {

    private final StageNode node;
    private final Figures count;
    private final List<Event> events = new ArrayList<>();

    Output(StageNode node) {
      this.node = node;
      this.count = figures(node.id());
    }

    void emit(Event event) {
      count.out++;
      events.add(event);
    }

    void failed(OnError onError, Event event, int attempts, Throwable cause) throws Broken {
      count.failed++;
      Position position =
          event.lane < 0
              ? Position.NONE
              : new Position(event.source, event.position, 2 * event.position);
      switch (onError) {
        case OnError.Fail fail -> {
          String failure = node.name() + " at " + position + ": " + cause;
          failures.add(failure);
          if (!lenient) {
            throw new Broken(failure);
          }
        }
        case OnError.Skip skip -> count.skipped++;
        case OnError.DeadLetters dead -> {
          count.deadLetters++;
          letters(node.id())
              .add(
                  new DeadLetter(
                      "p",
                      node.name(),
                      position,
                      attempts,
                      cause,
                      String.valueOf(event.element),
                      false));
        }
      }
    }
  }

  /** Runs a stage; returns whether it sees the end of its input. */
  private boolean stage(StageNode node, Flow input, Output out) throws Broken {
    if (node.operation() instanceof Operation.Aggregate aggregate) {
      if (input.failure == null) {
        aggregate(aggregate.aggregator(), input, out);
      }
      return true;
    }
    if (node.operation() instanceof Operation.Batch batch) {
      batch(batch.size(), input, out);
      return true;
    }
    Map<Integer, Object> states = new HashMap<>();
    for (Event event : input.events) {
      if (node.operation() instanceof Operation.Take take && out.count.in == take.count()) {
        return false;
      }
      out.count.in++;
      boolean more;
      try {
        more = element(node.operation(), event, out, states);
      } catch (Broken e) {
        throw e;
      } catch (Throwable t) {
        out.failed(OnError.fail(), event, 1, t);
        more = true;
      }
      if (!more) {
        return false;
      }
    }
    return !(node.operation() instanceof Operation.Take take && out.count.in == take.count());
  }

  private boolean element(Operation operation, Event event, Output out, Map<Integer, Object> states)
      throws Throwable {
    Object element = event.element;
    switch (operation) {
      case Operation.Map map -> out.emit(event.with(notNull(map.function().apply(element))));
      case Operation.Filter filter -> {
        if (filter.predicate().test(element)) {
          out.emit(event);
        }
      }
      case Operation.FlatMap flatMap -> {
        for (Object result : flatMap.function().apply(element)) {
          out.emit(event.with(notNull(result)));
        }
      }
      case Operation.Each each -> {
        each.action().accept(element);
        out.emit(event);
      }
      case Operation.Take take -> out.emit(event);
      case Operation.TakeWhile takeWhile -> {
        if (!takeWhile.predicate().test(element)) {
          return false;
        }
        out.emit(event);
      }
      case Operation.Skip skip -> {
        if (out.count.in > skip.count()) {
          out.emit(event);
        }
      }
      case Operation.Scan scan -> {
        Object state = states.get(event.lane);
        Object next =
            notNull(scan.function().apply(state == null ? scan.initial().get() : state, element));
        states.put(event.lane, next);
        out.emit(event.with(next));
      }
      case Operation.Cpu cpu -> call(cpu.function(), null, cpu.options().onError(), event, out);
      case Operation.Io io -> call(io.function(), io.policy(), io.policy().onError(), event, out);
      case Operation.IoMany io ->
          call(io.function(), io.policy(), io.policy().onError(), event, out);
      case Operation.Coroutine co ->
          call(co.function(), co.policy(), co.policy().onError(), event, out);
      case Operation.To to -> out.emit(event);
      case Operation.From from -> throw new IllegalStateException("a source has no input");
      case Operation.Batch batch -> throw new IllegalStateException("see batch()");
      case Operation.Aggregate aggregate -> throw new IllegalStateException("see aggregate()");
      default -> throw new IllegalStateException("not interpreted: " + operation);
    }
    return true;
  }

  private static Object notNull(@Nullable Object result) {
    if (result == null) {
      throw new NullPointerException("the function returned null, which is not an element");
    }
    return result;
  }

  private static void call(
      StageFunction function, @Nullable CallPolicy policy, OnError onError, Event event, Output out)
      throws Broken {
    CheckedFunction<Object, Object> code =
        switch (function) {
          case StageFunction.Plain plain -> plain.function();
          case StageFunction.WithResource with -> {
            Object opened = open(with);
            yield element -> with.function().apply(opened, element);
          }
        };
    for (int attempt = 1; ; attempt++) {
      Throwable failure;
      try {
        failure = attempt(code, event, out);
      } catch (Throwable t) {
        failure = t instanceof CompletionException && t.getCause() != null ? t.getCause() : t;
      }
      if (failure == null) {
        return;
      }
      if (policy == null || attempt >= policy.retry().attempts()) {
        out.failed(onError, event, attempt, failure);
        return;
      }
      out.count.retried++;
    }
  }

  private static Object open(StageFunction.WithResource with) {
    try {
      return with.resource()
          .open(
              new ConnectorContext() {
                @Override
                public String pipeline() {
                  return "p";
                }

                @Override
                public String stage() {
                  return "interpreted";
                }

                @Override
                public <S> Optional<S> service(Class<S> type) {
                  return Optional.empty();
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes one attempt and emits what comes of it; returns what it failed with after that. */
  private static @Nullable Throwable attempt(
      CheckedFunction<Object, Object> code, Event event, Output out) throws Throwable {
    Object result = code.apply(event.element);
    if (result instanceof CompletionStage<?> promise) {
      result = promise.toCompletableFuture().join();
    }
    if (result instanceof Publisher<?> publisher) {
      List<Object> all = new ArrayList<>();
      Throwable failure =
          Flux.from(publisher)
              .doOnNext(all::add)
              .then()
              .cast(Throwable.class)
              .onErrorResume(reactor.core.publisher.Mono::just)
              .block();
      all.forEach(one -> out.emit(event.with(one)));
      return failure;
    }
    out.emit(event.with(notNull(result)));
    return null;
  }

  private static void batch(int size, Flow input, Output out) {
    Map<Integer, List<Event>> open = new LinkedHashMap<>();
    for (Event event : input.events) {
      out.count.in++;
      List<Event> list = open.computeIfAbsent(event.lane, lane -> new ArrayList<>());
      list.add(event);
      if (list.size() == size) {
        open.remove(event.lane);
        emit(list, out);
      }
    }
    if (input.failure == null) {
      open.values().forEach(list -> emit(list, out));
    }
  }

  private static void emit(List<Event> list, Output out) {
    out.emit(list.get(0).with(list.stream().map(Event::element).toList()));
  }

  private static void aggregate(
      Aggregator<Object, Object, Object> aggregator, Flow input, Output out) throws Broken {
    Event nowhere = new Event(-1, "", -1, "the result");
    try {
      Object accumulator = aggregator.create();
      for (Event event : input.events) {
        out.count.in++;
        accumulator = aggregator.add(accumulator, event.element);
      }
      out.emit(nowhere.with(notNull(aggregator.finish(accumulator))));
    } catch (Exception e) {
      out.failed(OnError.fail(), nowhere, 1, e);
    }
  }

  private Flow from(StageNode node, Source<Object> source) {
    Output out = new Output(node);
    String failure = null;
    try {
      int number = 0;
      for (Lane<Object> lane : source.lanes(context())) {
        String ended = lane(lane, number++, source.onError(), out);
        failure = failure == null ? ended : failure;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new Flow(out.events, failure);
  }

  private static ConnectorContext context() {
    return new ConnectorContext() {
      @Override
      public String pipeline() {
        return "p";
      }

      @Override
      public String stage() {
        return "from";
      }

      @Override
      public <S> Optional<S> service(Class<S> type) {
        return Optional.empty();
      }
    };
  }

  private @Nullable String lane(Lane<Object> lane, int number, OnError onError, Output out) {
    String broken = null;
    try {
      LaneReader<Object> reader = lane.open();
      for (Block<Object> block = reader.next(); block != null; block = reader.next()) {
        String failure = block(lane, block, number, onError, out);
        broken = broken == null ? failure : broken;
        if (broken != null && !lenient) {
          return broken;
        }
      }
    } catch (Exception e) {
      broken = unreadable(lane, e);
    }
    return lenient ? null : broken;
  }

  private @Nullable String block(
      Lane<Object> lane, Block<Object> block, int number, OnError onError, Output out) {
    Reading reading = new Reading(lane.name(), number, onError, out);
    try {
      block.read(reading);
      return reading.broken;
    } catch (Exception e) {
      return unreadable(lane, e);
    }
  }

  private String unreadable(Lane<Object> lane, Exception e) {
    String failure = "could not read " + lane.name() + ": " + e.getMessage();
    failures.add(failure);
    return failure;
  }

  /** Takes the elements of a lane. */
  private static final class Reading implements Emitter<Object> {

    private final String lane;
    private final int number;
    private final OnError onError;
    private final Output out;
    private @Nullable String broken;

    Reading(String lane, int number, OnError onError, Output out) {
      this.lane = lane;
      this.number = number;
      this.onError = onError;
      this.out = out;
    }

    @Override
    public boolean emit(Object element, long position) {
      out.count.in++;
      out.emit(new Event(number, lane, position, element));
      return true;
    }

    @Override
    public boolean reject(String text, long position, Exception cause) {
      out.count.in++;
      try {
        out.failed(onError, new Event(number, lane, position, text), 0, cause);
        return true;
      } catch (Broken e) {
        broken = e.getMessage();
        return false;
      }
    }
  }
}
