package dev.leat.pipeline.connector;

import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.CheckedFunction;
import java.util.Objects;

/** Sinks that need no external system. */
public final class Sinks {

  private Sinks() {}

  /**
   * Calls an action with each element, in order, one at a time, on a thread that may block. An
   * exception fails the job.
   *
   * {@snippet :
   * stage.to(Sinks.each(System.out::println));
   * }
   */
  public static <T> Sink<T> each(CheckedConsumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    return sink(
        "each",
        chunk -> {
          for (T element : chunk) {
            action.accept(element);
          }
        });
  }

  /** Throws all elements away, for pipelines that are run for what their stages do. */
  public static <T> Sink<T> discard() {
    return sink("discard", chunk -> {});
  }

  /**
   * Writes what a function makes of each element to another sink, such as dead letters to a file of
   * lines. An exception and a null fail the job.
   *
   * {@snippet :
   * Sink<DeadLetter> letters = Sinks.mapping(letter -> letter.position() + " " + letter.text(), lines);
   * }
   */
  public static <T, R> Sink<T> mapping(
      CheckedFunction<? super T, ? extends R> function, Sink<R> sink) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(sink, "sink");
    return new MappingSink<>(function, sink);
  }

  private static <T> Sink<T> sink(String description, SinkWriter<T> writer) {
    return new Sink<>() {
      @Override
      public String describe() {
        return description;
      }

      @Override
      public SinkWriter<T> open(ConnectorContext context) {
        return writer;
      }
    };
  }
}
