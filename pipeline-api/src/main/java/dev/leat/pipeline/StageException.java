package dev.leat.pipeline;

/**
 * The function of a stage failed for an element, after all its attempts, and the stage declares no
 * other {@link OnError}.
 *
 * {@snippet :
 * try {
 *   runtime.run(pipeline);
 * } catch (StageException e) {
 *   System.err.println(e.stage() + " failed at " + e.position() + " for " + e.element());
 * }
 * }
 */
public final class StageException extends JobException {

  private static final long serialVersionUID = 1L;

  private final String pipeline;
  private final String stage;
  private final transient Position position;
  private final String element;

  /**
   * The failure of an element.
   *
   * @param letter the element and what happened to it
   * @param declared where the stage was declared
   */
  public StageException(DeadLetter letter, String declared) {
    super(message(letter, declared), letter.cause());
    this.pipeline = letter.pipeline();
    this.stage = letter.stage();
    this.position = letter.position();
    this.element = letter.text();
  }

  private static String message(DeadLetter letter, String declared) {
    String attempts = letter.attempts() > 1 ? " after " + letter.attempts() + " attempts" : "";
    String where =
        letter.position().line() < 0 && letter.position().source().isEmpty()
            ? ""
            : " at " + letter.position();
    String text =
        letter.text().length() > 200 ? letter.text().substring(0, 200) + "..." : letter.text();
    return "stage '%s' (%s) of pipeline '%s' failed%s%s: %s; element: %s"
        .formatted(
            letter.stage(), declared, letter.pipeline(), where, attempts, letter.cause(), text);
  }

  /** The name of the pipeline. */
  public String pipeline() {
    return pipeline;
  }

  /** The name of the stage. */
  public String stage() {
    return stage;
  }

  /** Where the element came from. */
  public Position position() {
    return position == null ? Position.NONE : position;
  }

  /** The beginning of the element as text. */
  public String element() {
    return element;
  }
}
