package dev.leat.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * A stage of a running job that did not do what it declares: it waited on a thread that must not
 * wait, or computed on an event loop or as a coroutine. Or one that holds up its job.
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
 * @param stack what its thread did when it was seen, innermost frame first, from the one on that
 *     called the JDK, if it was in a method of that
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
    /** A coroutine computed for long on the carrier of its virtual thread, which others need. */
    COMPUTES_ON_CARRIER("virtual thread"),
    /**
     * A coroutine waited and kept the carrier of its virtual thread, because there is a native
     * method in its stack, or before JDK 24 a monitor.
     */
    PINS_CARRIER("virtual thread"),
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
    String thread = cause.thread.equals("virtual thread") ? "carrier" : "thread";
    return held.isZero()
        ? "%s in %.0f %% of the looks at its %s, last in"
            .formatted(computes() ? "computed" : "waited", share * PERCENT, thread)
        : "held its %s for %d ms %s"
            .formatted(thread, held.toMillis(), computes() ? "computing in" : "waiting in");
  }

  private boolean computes() {
    return cause == Cause.COMPUTES_ON_EVENT_LOOP || cause == Cause.COMPUTES_ON_CARRIER;
  }

  private String advice() {
    if (cause == Cause.PINS_CARRIER) {
      return "give it threads(n) of its own, or wait outside of native methods and, before JDK 24, of synchronized";
    }
    if (computes()) {
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
