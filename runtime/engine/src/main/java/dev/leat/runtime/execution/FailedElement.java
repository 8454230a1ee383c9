package dev.leat.runtime.execution;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.StageException;
import org.jspecify.annotations.Nullable;

/**
 * An element that a stage could not process. Its position is put into the terms of the user only
 * when everything before it has been read, because only then the number of its line is known.
 *
 * @param stage the stage that failed
 * @param text the beginning of the element
 * @param lane the lane it came from, or null
 * @param position its position in the lane
 * @param attempts how often the stage tried
 * @param cause the last failure
 */
record FailedElement(
    StageRun stage,
    ElementText text,
    @Nullable LaneAccount lane,
    long position,
    int attempts,
    Throwable cause)
    implements Failure {

  DeadLetter letter() {
    return new DeadLetter(
        stage.pipeline(),
        stage.node().name(),
        where(),
        attempts,
        cause,
        text.text(),
        text.truncated());
  }

  private Position where() {
    if (lane == null) {
      return Position.NONE;
    }
    try {
      return lane.describe(position);
    } catch (RuntimeException e) {
      // The element's own failure matters more than its place.
      if (!e.equals(cause)) {
        cause.addSuppressed(e);
      }
      return lane.describe(Cursor.NOWHERE);
    }
  }

  @Override
  public StageException exception() {
    return new StageException(letter(), stage.node().site().toString());
  }
}
