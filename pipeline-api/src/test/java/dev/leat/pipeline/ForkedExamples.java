package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;

/**
 * The examples in the docs of worker processes, so that they are compiled; {@link SnippetsTest}
 * checks that they are the same.
 */
@SuppressWarnings({"unused", "CheckReturnValue"}) // examples show, they do not use
final class ForkedExamples {

  private ForkedExamples() {}

  static void workerException() {
    Sink<DeadLetter> failures =
        Sinks.each(letter -> {
          if (letter.cause() instanceof WorkerException worker
              && worker.reason() == WorkerException.Reason.DIED) {
            System.err.println(
                letter.text() + " ended its worker with exit code " + worker.exitCode());
          }
        });
  }

  static void workerStats(Job job) {
    for (WorkerStats worker : job.stats().workers()) {
      System.out.println(worker.stage() + " " + worker.number() + ": " + worker.elements());
    }
  }
}
