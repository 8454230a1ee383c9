package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.graph.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * A pipeline under construction, up to and including one stage that emits elements of type {@code
 * T}. Immutable: every method returns a new stage that reads from this one and leaves this one as
 * it is.
 *
 * {@snippet :
 * Stage<Integer> lengths =
 *     Pipeline.named("lengths").from(Sources.of("a", "bb")).filter(s -> !s.isEmpty()).map(String::length);
 * }
 *
 * <p><b>What to declare.</b> A step that neither waits nor takes long is {@link #map}, {@link
 * #filter} or {@link #flatMap}: it runs inside its neighbour. A step that computes is {@link #cpu}.
 * A step that waits is {@link #io} if it returns a promise, {@link #coroutine} if it blocks until
 * it has the answer.
 *
 * <p><b>Order.</b> The order of each {@linkplain dev.leat.pipeline.connector.Lane lane} is kept by
 * all stages unless a stage is told otherwise by {@code unordered()}.
 *
 * <p><b>Errors.</b> An exception thrown by a function, and a null returned by one, fails the job
 * with a {@link StageException} unless the stage's {@link OnError} says otherwise; stages without
 * options always fail.
 *
 * <p><b>Threads.</b> Functions are called by threads of the runtime, those of {@code cpu}, {@code
 * coroutine} and, within parallel segments, cheap steps by several at once: they must not share
 * unprotected state.
 *
 * @param <T> the type of the elements
 */
public final class Stage<T> {

  private final String pipeline;
  private final Link link;

  Stage(String pipeline, Link link) {
    this.pipeline = pipeline;
    this.link = link;
  }

  String pipeline() {
    return pipeline;
  }

  Link link() {
    return link;
  }

  private <R> Stage<R> then(String operator, Operation operation) {
    return new Stage<>(pipeline, Link.unnamed(operator, operation, List.of(link)));
  }

  private <R> Stage<R> named(String name, Operation operation) {
    return new Stage<>(pipeline, Link.named(name, operation, List.of(link)));
  }

  // Cheap steps without a state.

  /** Replaces each element by another. Cheap: neither waits nor takes long. */
  public <R> Stage<R> map(CheckedFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(function, "function");
    return then("map", new Operation.Map(Erased.function(function)));
  }

  /** Keeps the elements that fulfil a condition. Cheap: neither waits nor takes long. */
  public Stage<T> filter(CheckedPredicate<? super T> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    return then("filter", new Operation.Filter(Erased.predicate(predicate)));
  }

  /**
   * Replaces each element by any number of others, in the order of the iterable, which is iterated
   * at the pace of the stages after it and may be long. Cheap: neither waits nor takes long.
   */
  public <R> Stage<R> flatMap(
      CheckedFunction<? super T, ? extends Iterable<? extends R>> function) {
    Objects.requireNonNull(function, "function");
    return then("flatMap", new Operation.FlatMap(Erased.function(function)));
  }

  /**
   * Looks at each element and passes it on, to observe a pipeline. Cheap: neither waits nor takes
   * long.
   */
  public Stage<T> peek(CheckedConsumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    return then("peek", new Operation.Each(Erased.consumer(action)));
  }

  /**
   * Does something with each element, as a stage with a name, and passes it on. Cheap: neither
   * waits nor takes long.
   */
  public Stage<T> each(String name, CheckedConsumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    return named(name, new Operation.Each(Erased.consumer(action)));
  }

  // Cheap steps that see the elements one after the other.

  /** Ends the stream after so many elements of all lanes together; what lies upstream stops. */
  public Stage<T> take(long count) {
    OptionChecks.count("take", count);
    return then("take", new Operation.Take(count));
  }

  /** Ends the stream before the first element that fails a condition; what lies upstream stops. */
  public Stage<T> takeWhile(CheckedPredicate<? super T> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    return then("takeWhile", new Operation.TakeWhile(Erased.predicate(predicate)));
  }

  /** Leaves out the first {@code count} elements, of all lanes together. */
  public Stage<T> skip(long count) {
    OptionChecks.count("skip", count);
    return then("skip", new Operation.Skip(count));
  }

  /**
   * Carries a state from element to element and emits it after each; every lane has a state of its
   * own. The initial state itself is not emitted.
   *
   * @param initial makes the state before the first element of a lane
   * @param function the next state, from the state and the element; states that were emitted must
   *     not be changed
   */
  public <S> Stage<S> scan(
      CheckedSupplier<? extends S> initial,
      CheckedBiFunction<? super S, ? super T, ? extends S> function) {
    Objects.requireNonNull(initial, "initial");
    Objects.requireNonNull(function, "function");
    return then("scan", new Operation.Scan(Erased.supplier(initial), Erased.function(function)));
  }

  /** Leaves out elements that are equal to an earlier one, of all lanes together. */
  public Stage<T> distinct() {
    return distinct(element -> element);
  }

  /** Leaves out elements whose key is equal to that of an earlier one, of all lanes together. */
  public Stage<T> distinct(CheckedFunction<? super T, ?> key) {
    return distinct(key, UnaryOperator.identity());
  }

  /** Like {@link #distinct(CheckedFunction)}, with bounds for the keys that are remembered. */
  public Stage<T> distinct(CheckedFunction<? super T, ?> key, UnaryOperator<KeyOptions> options) {
    Objects.requireNonNull(key, "key");
    KeyOptions keys = OptionChecks.keys("distinct", options);
    return then("distinct", new Operation.Distinct(Erased.function(key), keys));
  }

  /**
   * Lets elements of all lanes together pass no faster than so many in a time; evenly, but those
   * that fall into the same millisecond leave together.
   */
  public Stage<T> throttle(long elements, Duration time) {
    OptionChecks.amountAndTime("throttle", elements, time);
    return then("throttle", new Operation.Throttle(elements, time));
  }

  /**
   * Never holds up its input: while there is no room behind it, the latest element of all lanes
   * together replaces the one that waits. What was replaced counts as delivered.
   */
  public Stage<T> conflate() {
    return then("conflate", new Operation.Conflate());
  }

  /**
   * Collects elements of a lane into unmodifiable lists. A list is emitted when it has {@code size}
   * elements, or {@code time} after its first element, or at the end of the lane, and never empty.
   */
  public Stage<List<T>> batch(int size, Duration time) {
    OptionChecks.amountAndTime("batch", size, time);
    return then("batch", new Operation.Batch(size, time));
  }

  // Waiting without blocking.

  /**
   * Waits for one result per element, of a function that returns at once. Runs on an event loop.
   */
  public <R> Stage<R> io(
      String name, CheckedFunction<? super T, ? extends CompletionStage<? extends R>> function) {
    return io(name, function, UnaryOperator.identity());
  }

  /** Like {@link #io(String, CheckedFunction)}, with options. */
  public <R> Stage<R> io(
      String name,
      CheckedFunction<? super T, ? extends CompletionStage<? extends R>> function,
      UnaryOperator<IoOptions> options) {
    Objects.requireNonNull(function, "function");
    return named(name, new Operation.Io(Erased.plain(function), OptionChecks.io(name, options)));
  }

  /** Like {@link #io(String, CheckedFunction)}, with a resource that is opened for the job. */
  public <C, R> Stage<R> io(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends CompletionStage<? extends R>> function) {
    return io(name, resource, function, UnaryOperator.identity());
  }

  /** Like {@link #io(String, CheckedFunction)}, with a resource of the job and options. */
  public <C, R> Stage<R> io(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends CompletionStage<? extends R>> function,
      UnaryOperator<IoOptions> options) {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(function, "function");
    return named(
        name,
        new Operation.Io(Erased.withResource(resource, function), OptionChecks.io(name, options)));
  }

  /**
   * Waits for any number of results per element, of a function that returns a publisher at once.
   * Runs on an event loop; the publisher is asked for no more than there is room for.
   */
  public <R> Stage<R> ioMany(
      String name, CheckedFunction<? super T, ? extends Publisher<? extends R>> function) {
    return ioMany(name, function, UnaryOperator.identity());
  }

  /** Like {@link #ioMany(String, CheckedFunction)}, with options. */
  public <R> Stage<R> ioMany(
      String name,
      CheckedFunction<? super T, ? extends Publisher<? extends R>> function,
      UnaryOperator<IoOptions> options) {
    Objects.requireNonNull(function, "function");
    return named(
        name, new Operation.IoMany(Erased.plain(function), OptionChecks.ioMany(name, options)));
  }

  /** Like {@link #ioMany(String, CheckedFunction)}, with a resource that is opened for the job. */
  public <C, R> Stage<R> ioMany(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends Publisher<? extends R>> function) {
    return ioMany(name, resource, function, UnaryOperator.identity());
  }

  /** Like {@link #ioMany(String, CheckedFunction)}, with a resource of the job and options. */
  public <C, R> Stage<R> ioMany(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends Publisher<? extends R>> function,
      UnaryOperator<IoOptions> options) {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(function, "function");
    return named(
        name,
        new Operation.IoMany(
            Erased.withResource(resource, function), OptionChecks.ioMany(name, options)));
  }

  // Waiting in blocking style.

  /**
   * Waits for one result per element, in blocking style. Runs on a virtual thread for each element
   * in flight.
   */
  public <R> Stage<R> coroutine(String name, CheckedFunction<? super T, ? extends R> function) {
    return coroutine(name, function, UnaryOperator.identity());
  }

  /** Like {@link #coroutine(String, CheckedFunction)}, with options. */
  public <R> Stage<R> coroutine(
      String name,
      CheckedFunction<? super T, ? extends R> function,
      UnaryOperator<CoroutineOptions> options) {
    Objects.requireNonNull(function, "function");
    CoroutineOptions chosen = OptionChecks.coroutine(name, options);
    return named(name, Operation.Coroutine.of(Erased.plain(function), chosen));
  }

  /** Like {@link #coroutine(String, CheckedFunction)}, with a resource of the job. */
  public <C, R> Stage<R> coroutine(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends R> function) {
    return coroutine(name, resource, function, UnaryOperator.identity());
  }

  /** Like {@link #coroutine(String, CheckedFunction)}, with a resource of the job and options. */
  public <C, R> Stage<R> coroutine(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends R> function,
      UnaryOperator<CoroutineOptions> options) {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(function, "function");
    CoroutineOptions chosen = OptionChecks.coroutine(name, options);
    return named(name, Operation.Coroutine.of(Erased.withResource(resource, function), chosen));
  }

  /** Runs a coroutine with a memory for each lane: an operator of one's own. */
  public <R> Stage<R> coroutine(String name, Coroutine<? super T, ? extends R> body) {
    Objects.requireNonNull(body, "body");
    return named(name, new Operation.Session(Erased.session(body)));
  }

  /** Like {@link #coroutine(String, Coroutine)}, with a resource that is opened for the job. */
  public <C, R> Stage<R> coroutine(
      String name, Resource<C> resource, CoroutineWith<? super C, ? super T, ? extends R> body) {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(body, "body");
    return named(name, new Operation.Session(Erased.session(resource, body)));
  }

  // Computing.

  /** Computes one result per element, on all cores at once. */
  public <R> Stage<R> cpu(String name, CheckedFunction<? super T, ? extends R> function) {
    return cpu(name, function, UnaryOperator.identity());
  }

  /** Like {@link #cpu(String, CheckedFunction)}, with options. */
  public <R> Stage<R> cpu(
      String name,
      CheckedFunction<? super T, ? extends R> function,
      UnaryOperator<CpuOptions> options) {
    Objects.requireNonNull(function, "function");
    CpuOptions chosen = OptionChecks.cpu(name, options);
    return named(name, new Operation.Cpu(Erased.plain(function), chosen));
  }

  /** Like {@link #cpu(String, CheckedFunction)}, with a resource that is opened for the job. */
  public <C, R> Stage<R> cpu(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends R> function) {
    return cpu(name, resource, function, UnaryOperator.identity());
  }

  /** Like {@link #cpu(String, CheckedFunction)}, with a resource of the job and options. */
  public <C, R> Stage<R> cpu(
      String name,
      Resource<C> resource,
      CheckedBiFunction<? super C, ? super T, ? extends R> function,
      UnaryOperator<CpuOptions> options) {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(function, "function");
    CpuOptions chosen = OptionChecks.cpu(name, options);
    return named(name, new Operation.Cpu(Erased.withResource(resource, function), chosen));
  }

  /** Computes one result per element with a Python function, named {@code module:function}. */
  public <R> Stage<R> python(String name, String function, Class<R> result) {
    return python(name, function, result, UnaryOperator.identity());
  }

  /** Like {@link #python(String, String, Class)}, with options. */
  public <R> Stage<R> python(
      String name, String function, Class<R> result, UnaryOperator<PythonOptions> options) {
    return named(name, Programs.python(name, function, result, OptionChecks.python(name, options)));
  }

  /** Computes one result per element with any program, in processes of their own. */
  public <R> Stage<R> command(String name, Command<R> command) {
    return named(name, Programs.operation(command.program(), command.common()));
  }

  // The whole stream.

  /**
   * Reduces the whole stream to one result, emitted at its end; for an empty stream that of a fresh
   * accumulator.
   */
  public <R> Stage<R> aggregate(Aggregator<? super T, ?, ? extends R> aggregator) {
    return aggregate(aggregator, Emission.atEnd());
  }

  /** Reduces elements to results that are emitted when {@code emission} says. */
  public <R> Stage<R> aggregate(
      Aggregator<? super T, ?, ? extends R> aggregator, Emission emission) {
    Objects.requireNonNull(aggregator, "aggregator");
    Objects.requireNonNull(emission, "emission");
    return then("aggregate", new Operation.Aggregate(Erased.aggregator(aggregator), emission));
  }

  /**
   * Combines all elements in their order into one, emitted at the end of the stream; nothing for an
   * empty stream.
   */
  public Stage<T> reduce(CheckedBiFunction<? super T, ? super T, ? extends T> associative) {
    Objects.requireNonNull(associative, "associative");
    Aggregator<T, ?, Optional<T>> reducing = Aggregators.reducing(associative);
    Stage<Optional<T>> reduced =
        then("reduce", new Operation.Aggregate(Erased.aggregator(reducing), Emission.atEnd()));
    return reduced.flatMap(result -> result.stream().toList());
  }

  // Keys.

  /** Like {@link #byKey(CheckedFunction, Function, CheckedBiFunction)}, without the keys. */
  public <R> Stage<R> byKey(
      CheckedFunction<? super T, ?> key, Function<? super Stage<T>, Stage<R>> lane) {
    return byKey(key, lane, (none, result) -> result);
  }

  /**
   * Gives every element a key for as long as {@code lane} goes: stages in it that keep a state,
   * such as {@link #scan}, {@link #aggregate} and {@link #take}, keep one for each key; those
   * without are as they are elsewhere, for any number of keys.
   *
   * @param lane what is done with the elements of a key
   * @param result makes a result of the key and what comes out of the lane
   */
  public <K, R, S> Stage<S> byKey(
      CheckedFunction<? super T, ? extends K> key,
      Function<? super Stage<T>, Stage<R>> lane,
      CheckedBiFunction<? super K, ? super R, ? extends S> result) {
    return byKey(key, lane, result, UnaryOperator.identity());
  }

  /**
   * Like {@link #byKey(CheckedFunction, Function, CheckedBiFunction)}, with bounds for the keys
   * that each stage with a state remembers.
   */
  public <K, R, S> Stage<S> byKey(
      CheckedFunction<? super T, ? extends K> key,
      Function<? super Stage<T>, Stage<R>> lane,
      CheckedBiFunction<? super K, ? super R, ? extends S> result,
      UnaryOperator<KeyOptions> options) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(result, "result");
    KeyOptions keys = OptionChecks.keys("byKey", options);
    Stage<T> begin = then("byKey", new Operation.Keyed(Erased.function(key), keys));
    Stage<R> end = Branches.lane(begin, lane);
    return end.then("end of byKey", new Operation.Unkeyed(Erased.function(result)));
  }

  // Shape and end.

  /** Goes on with a reusable piece of a pipeline: a static method from stage to stage. */
  public <R> R via(Function<? super Stage<T>, R> piece) {
    return piece.apply(this);
  }

  /**
   * Sends every element to each of several branches, at the pace of the slowest, and ends the
   * pipeline with all of them.
   *
   * {@snippet :
   * stage.broadcast(all -> all.to(archive), all -> all.filter(Event::urgent).to(alerts));
   * }
   */
  @SafeVarargs
  public final Pipeline broadcast(Function<? super Stage<T>, Pipeline>... branches) {
    if (branches.length == 0) {
      throw new PipelineDefinitionException(
          "broadcast at %s needs at least one branch, such as b -> b.to(sink)"
              .formatted(CallSites.caller()));
    }
    List<Link> ends = new ArrayList<>();
    for (Function<? super Stage<T>, Pipeline> branch : branches) {
      ends.addAll(Branches.ends("broadcast", this, branch));
    }
    return new Pipeline(pipeline, ends);
  }

  /**
   * Sends every element to the first branch whose condition it fulfils, and ends the pipeline with
   * all branches. A branch without room holds up the others.
   */
  public Pipeline route(Function<Route<T>, Pipeline> branches) {
    Objects.requireNonNull(branches, "branches");
    return branches.apply(new Route<>(pipeline, link));
  }

  /** Writes the elements to a sink and ends the pipeline, or this branch of it. */
  public Pipeline to(Sink<? super T> sink) {
    Objects.requireNonNull(sink, "sink");
    return new Pipeline(
        pipeline, List.of(Link.unnamed("to", new Operation.To(Erased.sink(sink)), List.of(link))));
  }

  /** Like {@link #to(Sink)}, as a stage with a name of its own. */
  public Pipeline to(String name, Sink<? super T> sink) {
    Objects.requireNonNull(sink, "sink");
    return new Pipeline(
        pipeline, List.of(Link.named(name, new Operation.To(Erased.sink(sink)), List.of(link))));
  }

  /**
   * The elements as a publisher. Each subscription starts a job of its own on the runtime, which
   * runs at the pace of the subscriber's demand; cancelling the subscription cancels the job.
   */
  public Publisher<T> publisher(PipelineRuntime runtime) {
    return runtime.publisher(this);
  }

  /** Like {@link #publisher}, as a publisher of the JDK. */
  public Flow.Publisher<T> flowPublisher(PipelineRuntime runtime) {
    return FlowAdapters.toFlowPublisher(publisher(runtime));
  }
}
