package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.graph.SessionFunction;
import dev.leat.pipeline.graph.StageFunction;

/**
 * Forgets the type arguments of what enters the graph: the DSL has checked that neighbours fit
 * together.
 */
@SuppressWarnings("unchecked") // element types are checked by Stage<T>; the graph carries Object
final class Erased {

  private Erased() {}

  static Source<Object> source(Source<?> source) {
    return (Source<Object>) source;
  }

  static Sink<Object> sink(Sink<?> sink) {
    return (Sink<Object>) sink;
  }

  static <R> CheckedFunction<Object, R> function(CheckedFunction<?, ?> function) {
    return (CheckedFunction<Object, R>) function;
  }

  static CheckedPredicate<Object> predicate(CheckedPredicate<?> predicate) {
    return (CheckedPredicate<Object>) predicate;
  }

  static CheckedConsumer<Object> consumer(CheckedConsumer<?> consumer) {
    return (CheckedConsumer<Object>) consumer;
  }

  static CheckedSupplier<Object> supplier(CheckedSupplier<?> supplier) {
    return (CheckedSupplier<Object>) supplier;
  }

  static CheckedBiFunction<Object, Object, Object> function(CheckedBiFunction<?, ?, ?> function) {
    return (CheckedBiFunction<Object, Object, Object>) function;
  }

  static Aggregator<Object, Object, Object> aggregator(Aggregator<?, ?, ?> aggregator) {
    return (Aggregator<Object, Object, Object>) aggregator;
  }

  static StageFunction plain(CheckedFunction<?, ?> function) {
    return new StageFunction.Plain((CheckedFunction<Object, Object>) function);
  }

  static StageFunction withResource(Resource<?> resource, CheckedBiFunction<?, ?, ?> function) {
    return new StageFunction.WithResource((Resource<Object>) resource, function(function));
  }

  static SessionFunction session(Coroutine<?, ?> body) {
    return new SessionFunction.Plain((Coroutine<Object, Object>) body);
  }

  static SessionFunction session(Resource<?> resource, CoroutineWith<?, ?, ?> body) {
    return new SessionFunction.WithResource(
        (Resource<Object>) resource, (CoroutineWith<Object, Object, Object>) body);
  }
}
