package dev.leat.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * A stage of a running job that did not do what it declares: it waited on a thread that must not
 * wait, or computed on an event loop. Or one that holds up its job.
 *
 * {@snippet :
 * for (Finding finding : job.findings()) {
 *   System.out.println(finding.message());
 * }
 * }
 *
 * @param stage the name of the stage; several, joined by "' or '", if it cannot be told which of
 *     them it is
 * @param declared the word of the DSL that declared it
 * @param cause what it did
 * @param held how long it held its thread at once, as far as it was seen, or its job; zero if it is
 *     the share that was found
 * @param share in which part of the looks at the thread the stage waited, from 0 to 1; zero if it
 *     is the time at once that was found
 * @param call the method it was seen in that waits; where it computes, the user's method
 * @param site file and line of the user's code
 * @param stack what its thread did when it was seen, innermost frame first
 */
public record Finding(
    String stage,
    String declared,
    Cause cause,
    Duration held,
    double share,
    String call,
    String site,
    List<StackTraceElement> stack) {

  private static final double PERCENT = 100;

  /** Copies the stack. */
  public Finding {
    stack = List.copyOf(stack);
  }

  /** What a stage did that it does not declare. */
  public enum Cause {
    /** It waited on an event loop, which serves others meanwhile. */
    BLOCKS_EVENT_LOOP("event loop"),
    /** It computed on an event loop for long. */
    COMPUTES_ON_EVENT_LOOP("event loop"),
    /** It waited on a worker, whose core others would have used. */
    WAITS_ON_WORKER("cpu worker"),
    /** No element of the job moved for long, because of what it does or waits for. */
    STALLS_JOB("");

    private final String thread;

    Cause(String thread) {
      this.thread = thread;
    }
  }

  /** One line: which stage did what where, and what to declare instead. */
  public String message() {
    String where = cause.thread.isEmpty() ? "" : ", " + cause.thread;
    return "stage '%s' (%s%s) %s %s at %s; %s"
        .formatted(stage, declared, where, did(), call, site, advice());
  }

  private String did() {
    if (cause == Cause.STALLS_JOB) {
      return "has held up its job for %d ms in".formatted(held.toMillis());
    }
    boolean computes = cause == Cause.COMPUTES_ON_EVENT_LOOP;
    return held.isZero()
        ? "waited in %.0f %% of the looks at its thread, last in".formatted(share * PERCENT)
        : "held its thread for %d ms %s"
            .formatted(held.toMillis(), computes ? "computing in" : "waiting in");
  }

  private String advice() {
    if (cause == Cause.COMPUTES_ON_EVENT_LOOP) {
      return "move the computing into a stage that is declared cpu(...)";
    }
    if (cause == Cause.STALLS_JOB) {
      return "give it a timeout, or look for what it waits for";
    }
    return switch (declared) {
      case "io", "ioMany" -> "declare it coroutine(...) or use a non-blocking client";
      case "from" -> "hand out what is there and wait without blocking";
      default -> "declare it coroutine(...), or move the call into a stage that is";
    };
  }

  @Override
  public String toString() {
    return message();
  }
}
