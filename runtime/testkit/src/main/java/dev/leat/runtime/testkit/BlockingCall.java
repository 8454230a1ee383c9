package dev.leat.runtime.testkit;

import dev.leat.runtime.execution.RunningStage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that blocked a thread which must not be blocked.
 *
 * {@snippet :
 * for (BlockingCall call : calls.take()) {
 *   System.out.println(call.message());
 *   call.stack().forEach(frame -> System.out.println("    at " + frame));
 * }
 * }
 *
 * @param stage the stage that made it; empty if the thread worked for none, as in a callback
 * @param thread the name of the thread
 * @param model what the thread is: an event loop or a worker that computes
 * @param method the method of the JDK, or of Reactor, that was called, with its class
 * @param through the method of a library that the user's code called and that made the call; null
 *     if the user's code made it
 * @param site file and line of the user's code
 * @param stack the innermost frames, the blocking method first
 */
public record BlockingCall(
    Optional<RunningStage> stage,
    String thread,
    String model,
    String method,
    @Nullable String through,
    String site,
    List<StackTraceElement> stack) {

  /** Copies the stack. */
  public BlockingCall {
    stack = List.copyOf(stack);
  }

  /** One line: who called what where, and what to declare instead. */
  public String message() {
    String made = through == null ? method : method + " through " + through;
    return "%s called %s at %s; %s".formatted(who(), made, site, advice());
  }

  private String who() {
    return stage
        .map(running -> "stage '%s' (%s, %s)".formatted(running.name(), running.kind(), model))
        .orElseGet(() -> "thread '%s' (%s), in no stage,".formatted(thread, model));
  }

  private String advice() {
    return switch (stage.map(RunningStage::kind).orElse("")) {
      case "" -> "do it in a stage that is declared coroutine(...), or use a non-blocking client";
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
