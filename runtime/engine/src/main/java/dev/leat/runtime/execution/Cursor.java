package dev.leat.runtime.execution;

import dev.leat.pipeline.OnError;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain of operators stands: the element that is being pushed, what its results are held
 * by, and what went wrong. Shared by the operators of one chain and used by one thread at a time,
 * except for {@link #stopped}.
 */
final class Cursor {

  /** The position of what does not come from a place in a lane. */
  static final long NOWHERE = -1;

  @Nullable LaneAccount lane;
  long position = NOWHERE;
  AckSet acks = AckSet.NONE;

  /** The key of the element inside a byKey. */
  @Nullable Object key;

  @Nullable Failure failure;

  /** Set by another thread when the task stops. */
  volatile boolean stopped;

  private JobRun job;
  private final Map<StageRun, Output> letters = new HashMap<>();

  /**
   * A cursor at no element.
   *
   * @param job stops its operators when it stops
   */
  Cursor(JobRun job) {
    this.job = job;
  }

  /** Whether operators that loop have to return. */
  boolean stopped() {
    return stopped || job.stopping();
  }

  /** Belongs to another job from now on, at no element. */
  void bind(JobRun other) {
    job = other;
    at(null, AckSet.NONE);
    position = NOWHERE;
    key = null;
    failure = null;
    stopped = false;
  }

  void letters(StageRun stage, Output output) {
    letters.put(stage, output);
  }

  void at(@Nullable LaneAccount from, AckSet held) {
    lane = from;
    acks = held;
  }

  /**
   * Deals with an element that a stage could not process, as the stage declares.
   *
   * @return whether the next element may be pushed
   */
  boolean failed(StageRun stage, Object element, Throwable cause) {
    return failed(new FailedElement(stage, ElementText.of(element), lane, position, 1, cause));
  }

  boolean failed(FailedElement element) {
    StageRun stage = element.stage();
    stage.failed.increment();
    if (element.cause() instanceof VirtualMachineError
        && !(element.cause() instanceof StackOverflowError)) {
      failure = element;
      return false;
    }
    return switch (stage.onError()) {
      case OnError.Fail fail -> {
        failure = element;
        yield false;
      }
      case OnError.Skip skip -> {
        stage.skipped.increment();
        yield true;
      }
      case OnError.DeadLetters dead -> {
        stage.deadLetters.increment();
        Output output = letters.get(stage);
        if (output == null) {
          throw new IllegalStateException("no output for the dead letters of " + stage.node());
        }
        yield output.push(element);
      }
    };
  }
}
