package dev.leat.samples.accesslog;

import dev.leat.pipeline.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the jobs of the peers have in common: what is read, and the four files they write. */
final class JobFiles implements AutoCloseable {

  /** How often a lookup is tried. */
  static final int ATTEMPTS = 3;

  final Path input;
  final JsonFile errors;
  final JsonFile failed;
  final JsonFile rejected;
  private final JsonFile summaries;
  private final long started = System.nanoTime();

  JobFiles(Path input, Path output) throws IOException {
    this.input = input;
    Files.createDirectories(output);
    errors = new JsonFile(output.resolve("errors.ndjson"));
    failed = new JsonFile(output.resolve("failed.ndjson"));
    rejected = new JsonFile(output.resolve("rejected.ndjson"));
    summaries = new JsonFile(output.resolve("summary.json"));
  }

  /** Writes down an error whose lookup failed. */
  void failed(FoundError found, String stage, Throwable cause) {
    DeadLetter letter =
        new DeadLetter(
            "access-log",
            stage,
            found.line().in(input.toString()),
            ATTEMPTS,
            cause,
            found.error().toString(),
            false);
    failed.write(Json.failed(letter));
  }

  /** Gives all files their names; returns the summary. */
  String publish(Totals totals) throws IOException {
    Summary summary =
        new Summary(
            totals.entries(),
            rejected.count(),
            errors.count(),
            failed.count(),
            Files.size(input),
            totals.status(),
            totals.topPaths(),
            Duration.ofNanos(System.nanoTime() - started));
    String json = Json.summary(summary);
    summaries.write(json);
    for (JsonFile file : all()) {
      file.publish();
    }
    return json;
  }

  private JsonFile[] all() {
    return new JsonFile[] {errors, failed, rejected, summaries};
  }

  @Override
  public void close() throws IOException {
    for (JsonFile file : all()) {
      file.close();
    }
  }
}
