package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param reason what happened; null if it was asked to end
 * @param started whether it could take requests before
 * @param lasting whether its replacement would end in the same way
 * @param message what happened, in words
 * @param exitCode its exit code, or -1 if it has none
 * @param blamed the batch of the element that it was working on, or null if none is known
 * @param item the index of that element in the batch
 * @param suspected a batch that holds an element that does harm, or null
 * @param output the last lines of what it printed
 */
record Ending(
    @Nullable Reason reason,
    boolean started,
    boolean lasting,
    String message,
    int exitCode,
    @Nullable WorkBatch blamed,
    int item,
    @Nullable WorkBatch suspected,
    List<String> output) {

  /** What the element that is to blame has failed with. */
  String failureOfElement() {
    return "its worker: " + message + (output.isEmpty() ? "" : "; it printed last: " + said());
  }

  /** The last line with anything to read. */
  private String said() {
    for (String line : output.reversed()) {
      if (line.chars().anyMatch(Character::isLetterOrDigit)) {
        return line;
      }
    }
    return output.getLast();
  }

  /**
   * Why no further worker is started.
   *
   * @param deaths how many workers have ended one after the other with no element to blame
   */
  String reasonToGiveUp(int deaths) {
    String first = started ? "" : "a worker cannot be started: ";
    if (!lasting) {
      first =
          "%d workers ended one after the other, and no element is to blame: ".formatted(deaths);
    }
    return first
        + message
        + (output.isEmpty() ? "" : "; it printed last:\n  " + String.join("\n  ", output));
  }

  /** What an exit code stands for, in brackets; empty if it is just a number. */
  static String signal(int exit) {
    return switch (exit) {
      case 3 -> " (what a worker JVM that runs out of memory ends with)";
      case 134 -> " (SIGABRT)";
      case 137 -> " (SIGKILL)";
      case 139 -> " (SIGSEGV)";
      case 143 -> " (SIGTERM)";
      default -> "";
    };
  }
}
