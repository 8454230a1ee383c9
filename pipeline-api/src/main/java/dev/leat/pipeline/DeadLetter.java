package dev.leat.pipeline;

/**
 * An element that a stage could not process, together with what is needed to find and mend it.
 *
 * {@snippet :
 * Sink<DeadLetter> failures =
 *     Sinks.each(letter -> System.err.println(letter.position() + ": " + letter.cause()));
 * hits.cpu("score", Hit::score, cpu -> cpu.onError(OnError.deadLetters(failures)));
 * }
 *
 * @param pipeline the name of the pipeline
 * @param stage the name of the stage that failed
 * @param position where the element came from
 * @param attempts how often the stage tried; 0 for input that never became an element
 * @param cause the last failure
 * @param text the beginning of the element as text, at most {@link #MAX_TEXT} characters
 * @param truncated whether the text was cut
 */
public record DeadLetter(
    String pipeline,
    String stage,
    Position position,
    int attempts,
    Throwable cause,
    String text,
    boolean truncated) {

  /** The most characters of the element that are kept as text. */
  public static final int MAX_TEXT = 1_000;
}
