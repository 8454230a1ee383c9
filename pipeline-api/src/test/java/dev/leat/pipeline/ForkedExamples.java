package dev.leat.pipeline;

import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

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

  static void accumulator(Stage<String> lines, PipelineRuntime runtime) {
    Accumulator<Long> rejected = Accumulator.sum("rejected");
    Stage<Integer> numbers =
        lines.cpu(
            "parse",
            rejected,
            (count, line) -> {
              if (line.isBlank()) {
                count.add(1L);
              }
              return line.length();
            },
            cpu -> cpu.forked(2));
    long rejects = runtime.run(numbers.to(Sinks.discard())).stats().accumulated(rejected);
  }

  static void accumulated(Stage<String> lines, Accumulator<Long> longest) {
    Stage<Integer> lengths =
        lines.cpu(
            "length",
            longest,
            (length, line) -> {
              length.add((long) line.length());
              return line.length();
            });
  }

  static void sharedTable(Stage<String> rivers) {
    SharedTable<SharedMap> countries = SharedTable.map(() -> Map.of("Tarn", "France"));
    Stage<String> found =
        rivers.cpu(
            "find", countries, (table, river) -> table.get(river) + "", cpu -> cpu.forked(2));
  }

  static void sharedMap(Stage<String> rivers, SharedTable<SharedMap> countries) {
    Stage<String> found = rivers.cpu("find", countries, (table, river) -> table.get(river) + "");
  }

  static void sharedBytes(Stage<Long> places) {
    SharedTable<SharedBytes> model = SharedTable.file(Path.of("model.bin"));
    Stage<Long> weights = places.cpu("weigh", model, (bytes, place) -> bytes.getLong(place));
  }

  static void sharedLongs(Stage<Long> numbers) {
    SharedTable<SharedLongs> ids = SharedTable.longs(Path.of("ids.bin"));
    Stage<Boolean> known = numbers.cpu("known", ids, (sorted, id) -> sorted.search(id) >= 0);
  }

  static void sharedDoubles(Stage<Long> articles) {
    SharedTable<SharedDoubles> prices = SharedTable.doubles(() -> new double[] {1.5, 2.5});
    Stage<Double> priced = articles.cpu("price", prices, (table, article) -> table.get(article));
  }

  static void resourcePair(
      Stage<String> lines, SharedTable<SharedMap> countries, Accumulator<Long> rejected) {
    lines.cpu(
        "parse",
        countries.and(rejected),
        (both, line) -> {
          String country = both.first().get(line);
          if (country == null) {
            both.second().add(1L);
          }
          return String.valueOf(country);
        });
  }

  static void workerStats(Job job) {
    for (WorkerStats worker : job.stats().workers()) {
      System.out.println(worker.stage() + " " + worker.number() + ": " + worker.elements());
    }
  }
}
