package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The examples in the docs of worker processes, so that they are compiled; {@link SnippetsTest}
 * checks that they are the same.
 */
@SuppressWarnings({"unused", "CheckReturnValue"}) // examples show, they do not use
final class ForkedExamples {

  private ForkedExamples() {}

  static final class Images {

    private Images() {}

    static byte[] scale(byte[] image) {
      return image;
    }
  }

  static void forkOptions(Stage<byte[]> images) {
    images.cpu("scale", Images::scale, cpu -> cpu.forked(2, fork -> fork.heap(512).attempts(1)));
  }

  static void programOptions(Stage<String> texts) {
    texts.python(
        "score",
        "scores:score",
        Double.class,
        python -> python.workers(2).timeout(Duration.ofSeconds(5)).onError(OnError.skip()));
  }

  static void pythonOptions(Stage<String> texts) {
    texts.python(
        "score",
        "scores:score",
        Double.class,
        python ->
            python.virtualEnvironment(Path.of(".venv")).path(Path.of("src/python")).workers(2));
  }

  static void command(Stage<String> words) {
    Stage<String> changed = words.command("change", Command.lines("sed", "-u", "s/a/b/"));
  }

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
