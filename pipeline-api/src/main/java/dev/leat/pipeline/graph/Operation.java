package dev.leat.pipeline.graph;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.CheckedPredicate;
import dev.leat.pipeline.CheckedSupplier;
import dev.leat.pipeline.CoroutineOptions;
import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.KeyOptions;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Source;
import java.time.Duration;
import java.util.List;

/**
 * What a stage does. Types of elements were checked by the compiler when the DSL was used and are
 * erased here.
 *
 * {@snippet :
 * boolean isSource = stage.operation() instanceof Operation.From;
 * }
 */
public sealed interface Operation {

  /**
   * Reads elements.
   *
   * @param source where from
   */
  record From(Source<Object> source) implements Operation {}

  /**
   * Replaces each element by another.
   *
   * @param function the user's function
   */
  record Map(CheckedFunction<Object, Object> function) implements Operation {}

  /**
   * Keeps the elements that fulfil a condition.
   *
   * @param predicate the condition
   */
  record Filter(CheckedPredicate<Object> predicate) implements Operation {}

  /**
   * Replaces each element by any number of others.
   *
   * @param function the user's function
   */
  record FlatMap(CheckedFunction<Object, Iterable<Object>> function) implements Operation {}

  /**
   * Does something with each element and passes it on.
   *
   * @param action the user's action
   */
  record Each(CheckedConsumer<Object> action) implements Operation {}

  /**
   * Ends the stream after a number of elements.
   *
   * @param count how many
   */
  record Take(long count) implements Operation {}

  /**
   * Ends the stream before the first element that does not fulfil a condition.
   *
   * @param predicate the condition
   */
  record TakeWhile(CheckedPredicate<Object> predicate) implements Operation {}

  /**
   * Leaves the first elements out.
   *
   * @param count how many
   */
  record Skip(long count) implements Operation {}

  /**
   * Carries a state from element to element and emits it after each.
   *
   * @param initial makes the first state
   * @param function the next state from the state and the element
   */
  record Scan(CheckedSupplier<Object> initial, CheckedBiFunction<Object, Object, Object> function)
      implements Operation {}

  /**
   * Collects elements into lists.
   *
   * @param size the most elements of a list
   * @param time how long after its first element a list is emitted at the latest
   */
  record Batch(int size, Duration time) implements Operation {}

  /**
   * Waits for one result per element without blocking.
   *
   * @param function returns a CompletionStage
   * @param policy how calls are made
   */
  record Io(StageFunction function, CallPolicy policy) implements Operation {}

  /**
   * Waits for any number of results per element without blocking.
   *
   * @param function returns a Publisher
   * @param policy how calls are made
   */
  record IoMany(StageFunction function, CallPolicy policy) implements Operation {}

  /**
   * Waits for one result per element in blocking style.
   *
   * @param function returns the result
   * @param policy how calls are made
   * @param threads how many platform threads make them; 0 for virtual threads
   */
  record Coroutine(StageFunction function, CallPolicy policy, int threads) implements Operation {

    /** A stage with its options. */
    public static Coroutine of(StageFunction function, CoroutineOptions options) {
      return new Coroutine(function, options.policy(), options.threads());
    }
  }

  /**
   * Computes one result per element.
   *
   * @param function returns the result
   * @param options how it is computed
   */
  record Cpu(StageFunction function, CpuOptions options) implements Operation {}

  /**
   * Computes one result per element in processes of another program.
   *
   * @param program what computes
   * @param policy how processes are used
   * @param ordered whether the order of the input is kept
   * @param onError what happens to an element that fails
   * @param shares what it reads and reports beside its elements
   */
  record Foreign(
      Program program, ForkPolicy policy, boolean ordered, OnError onError, Shares shares)
      implements Operation {}

  /**
   * Reduces elements to one result.
   *
   * @param aggregator how
   * @param emission when a result is emitted
   */
  record Aggregate(Aggregator<Object, Object, Object> aggregator, Emission emission)
      implements Operation {}

  /**
   * The beginning of a scope in which every element has a key. Stages in it keep a state for each
   * key.
   *
   * @param key the key of an element
   * @param keys how many keys each stage with a state remembers
   */
  record Keyed(CheckedFunction<Object, Object> key, KeyOptions keys) implements Operation {}

  /**
   * The end of the scope of a {@link Keyed}.
   *
   * @param result makes a result of the key and the element
   */
  record Unkeyed(CheckedBiFunction<Object, Object, Object> result) implements Operation {}

  /** Passes on the elements of several stages as they come. */
  record Merge() implements Operation {}

  /** Passes on the elements of several stages, those of one stage after those of the one before. */
  record Concat() implements Operation {}

  /**
   * Sends each element to the first branch whose condition it fulfils. It is read by one {@link
   * Branch} for each condition, and one more for the rest.
   *
   * @param conditions the conditions, in the order in which they are tried
   */
  record Route(List<CheckedPredicate<Object>> conditions) implements Operation {

    /** Copies the list. */
    public Route {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * The beginning of a branch of a {@link Route}.
   *
   * @param index the number of its condition; that of the branch for the rest is the number of
   *     conditions
   */
  record Branch(int index) implements Operation {}

  /**
   * Passes on the first element with each key.
   *
   * @param key the key of an element
   * @param keys how many are remembered
   */
  record Distinct(CheckedFunction<Object, Object> key, KeyOptions keys) implements Operation {}

  /**
   * Lets elements pass no faster than at a rate.
   *
   * @param elements how many
   * @param time in which time
   */
  record Throttle(long elements, Duration time) implements Operation {}

  /** Passes on the latest element when there is room and forgets those that it replaces. */
  record Conflate() implements Operation {}

  /**
   * A coroutine with a memory: runs once for each lane and takes and emits elements as it likes.
   *
   * @param body the user's code
   */
  record Session(SessionFunction body) implements Operation {}

  /**
   * Writes elements.
   *
   * @param sink where to
   */
  record To(Sink<Object> sink) implements Operation {}
}
