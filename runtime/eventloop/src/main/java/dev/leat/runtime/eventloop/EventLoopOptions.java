package dev.leat.runtime.eventloop;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Objects;

/**
 * How event loops are made.
 *
 * {@snippet :
 * EventLoopOptions options = EventLoopOptions.defaults().withLoops(2).withThreadPrefix("ingest-loop");
 * }
 *
 * @param loops how many loops, each with one thread; at least 1, at most 1,024
 * @param threadPrefix the threads are called {@code <threadPrefix>-<n>}, n from 0; not blank
 * @param transport how they talk to the operating system
 * @param uncaught gets what a task of {@link EventLoop#execute} throws, on that loop's thread; it
 *     must not block. The loop lives on whatever it does.
 */
public record EventLoopOptions(
    int loops, String threadPrefix, LoopTransport transport, UncaughtExceptionHandler uncaught) {

  private static final int MOST_LOOPS = 1_024;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public EventLoopOptions {
    if (loops < 1 || loops > MOST_LOOPS) {
      throw new IllegalArgumentException(
          "event loops: the number of loops must be from 1 to %d, but is %d"
              .formatted(MOST_LOOPS, loops));
    }
    if (threadPrefix.isBlank()) {
      throw new IllegalArgumentException(
          "event loops: the thread prefix is blank; give one such as 'leat-loop'");
    }
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(uncaught, "uncaught");
  }

  /**
   * One loop on up to two cores, else two; threads {@code leat-loop-<n>}; {@link
   * LoopTransport#NIO}; failures of tasks are logged by the {@link System.Logger} of this package.
   */
  public static EventLoopOptions defaults() {
    int loops = Runtime.getRuntime().availableProcessors() <= 2 ? 1 : 2;
    return new EventLoopOptions(loops, "leat-loop", LoopTransport.NIO, LoopLog::taskFailed);
  }

  /** The same with another number of loops. */
  public EventLoopOptions withLoops(int number) {
    return new EventLoopOptions(number, threadPrefix, transport, uncaught);
  }

  /** The same with another beginning of the threads' names. */
  public EventLoopOptions withThreadPrefix(String prefix) {
    return new EventLoopOptions(loops, prefix, transport, uncaught);
  }

  /** The same with another transport. */
  public EventLoopOptions withTransport(LoopTransport other) {
    return new EventLoopOptions(loops, threadPrefix, other, uncaught);
  }

  /** The same with another receiver of what tasks throw. */
  public EventLoopOptions withUncaught(UncaughtExceptionHandler handler) {
    return new EventLoopOptions(loops, threadPrefix, transport, handler);
  }
}
