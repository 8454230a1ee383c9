package dev.leat.samples.accesslog;

import dev.leat.pipeline.Aggregator;
import reactor.core.Exceptions;

/**
 * What was counted so far, in the tables that Leat uses. One thread at a time.
 *
 * @param <A> the type of the tables
 */
final class Tally<A> {

  private final Aggregator<LogEntry, A, Totals> aggregator;
  private A counted;

  private Tally(Aggregator<LogEntry, A, Totals> aggregator) throws Exception {
    this.aggregator = aggregator;
    counted = aggregator.create();
  }

  static Tally<?> empty() {
    try {
      return of(Totals.counting());
    } catch (Exception e) {
      throw Exceptions.propagate(e);
    }
  }

  private static <A> Tally<A> of(Aggregator<LogEntry, A, Totals> aggregator) throws Exception {
    return new Tally<>(aggregator);
  }

  void add(LogEntry entry) {
    try {
      counted = aggregator.add(counted, entry);
    } catch (Exception e) {
      throw Exceptions.propagate(e);
    }
  }

  /** Adds what another one counted, which is not used any more. */
  @SuppressWarnings("unchecked") // all have the same aggregator
  void add(Tally<?> other) {
    try {
      counted = aggregator.combine(counted, (A) other.counted);
    } catch (Exception e) {
      throw Exceptions.propagate(e);
    }
  }

  Totals totals() {
    try {
      return aggregator.finish(counted);
    } catch (Exception e) {
      throw Exceptions.propagate(e);
    }
  }
}
