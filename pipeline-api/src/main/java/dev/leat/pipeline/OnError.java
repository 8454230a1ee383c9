package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import java.util.Objects;

/**
 * What a stage does with an element that it could not process after all attempts.
 *
 * {@snippet :
 * hits.cpu("score", Hit::score, cpu -> cpu.onError(OnError.deadLetters(failures)));
 * }
 */
public sealed interface OnError {

  /**
   * Fails the job; the default. Where order is kept, everything before the element is delivered
   * first.
   */
  static OnError fail() {
    return new Fail();
  }

  /** Leaves the element out and counts it as skipped. */
  static OnError skip() {
    return new Skip();
  }

  /**
   * Sends a {@link DeadLetter} to a sink and goes on. The sink keeps the order of the input, and a
   * sink that is full holds the stage back. The same sink object may serve several stages: it is
   * opened once.
   */
  static OnError deadLetters(Sink<DeadLetter> sink) {
    return new DeadLetters(sink);
  }

  /** See {@link #fail()}. */
  record Fail() implements OnError {}

  /** See {@link #skip()}. */
  record Skip() implements OnError {}

  /**
   * See {@link #deadLetters}.
   *
   * @param sink takes the dead letters
   */
  record DeadLetters(Sink<DeadLetter> sink) implements OnError {

    /** Checks that there is a sink. */
    public DeadLetters {
      Objects.requireNonNull(sink, "sink");
    }
  }
}
