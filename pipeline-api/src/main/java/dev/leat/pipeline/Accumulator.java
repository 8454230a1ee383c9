package dev.leat.pipeline;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.Objects;

/**
 * A figure, or another small value, that stages add to while they work, and that a job reports:
 * also from worker processes, which cannot change anything outside otherwise. Stages receive it as
 * an argument, as they do every {@link Resource}; Python functions call {@code leat.add(name,
 * value)}.
 *
 * {@snippet :
 * Accumulator<Long> rejected = Accumulator.sum("rejected");
 * Stage<Integer> numbers = lines.cpu("parse", rejected, (count, line) -> {
 *   if (line.isBlank()) {
 *     count.add(1L);
 *   }
 *   return line.length();
 * }, cpu -> cpu.forked(2));
 * long rejects = runtime.run(numbers.to(Sinks.discard())).stats().accumulated(rejected);
 * }
 *
 * <p><b>Guarantee.</b> What a function adds for an element in a worker process arrives together
 * with the element's result, in one piece: an element that is computed again because its worker
 * died counts once, and what was added for one that ends its worker is lost with it. There is one
 * exception: when the results of one batch have more than a mebibyte and the worker dies between
 * the pieces they arrive in, additions for the elements that had arrived can be lost; nothing ever
 * counts twice. In stages that run in this process additions count at once, also those of a
 * function that then throws or is tried again.
 *
 * <p>Every job begins with the value of {@code zero}. The order of additions is not defined, so
 * {@code combine} has to be associative and commutative. In worker processes the values have to be
 * able to travel, as elements do.
 *
 * @param <V> the type of the value; it must not change once it was added
 */
public final class Accumulator<V> extends Resource<Accumulated<V>> {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final CheckedSupplier<V> zero;
  private final CheckedBiFunction<? super V, ? super V, ? extends V> combine;

  private Accumulator(
      String name,
      CheckedSupplier<V> zero,
      CheckedBiFunction<? super V, ? super V, ? extends V> combine) {
    this.name = Objects.requireNonNull(name, "name");
    this.zero = Objects.requireNonNull(zero, "zero");
    this.combine = Objects.requireNonNull(combine, "combine");
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new PipelineDefinitionException(
          "the name of the accumulator at %s must be visible text, not '%s'"
              .formatted(CallSites.caller(), name));
    }
  }

  /** A sum, for instance a counter; 0 at first. */
  public static Accumulator<Long> sum(String name) {
    return of(name, () -> 0L, Long::sum);
  }

  /** The largest number; {@code Long.MIN_VALUE} at first. */
  public static Accumulator<Long> max(String name) {
    return of(name, () -> Long.MIN_VALUE, Long::max);
  }

  /** The smallest number; {@code Long.MAX_VALUE} at first. */
  public static Accumulator<Long> min(String name) {
    return of(name, () -> Long.MAX_VALUE, Long::min);
  }

  /**
   * Any other value.
   *
   * @param name names it in the figures of the job, where no other one may have the same name
   * @param zero the value that changes nothing when it is combined with another one
   * @param combine makes one value of two and leaves both as they are
   */
  public static <V> Accumulator<V> of(
      String name,
      CheckedSupplier<V> zero,
      CheckedBiFunction<? super V, ? super V, ? extends V> combine) {
    return new Accumulator<>(name, zero, combine);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  @Override
  public Accumulated<V> open(ConnectorContext context) throws Exception {
    return new Accumulated<>(name, zero.get(), combine);
  }

  @Override
  public void close(Accumulated<V> opened) {
    // It has nothing that has to be closed; its value stays.
  }
}
