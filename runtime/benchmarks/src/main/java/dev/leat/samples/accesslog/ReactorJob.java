package dev.leat.samples.accesslog;

import dev.leat.samples.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;
import reactor.util.retry.Retry;

/** Everything but the parsing: opens what is needed, looks server errors up, writes the files. */
final class ReactorJob implements AutoCloseable {

  private static final int CONCURRENCY = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Retry RETRY =
      Retry.backoff(JobFiles.ATTEMPTS - 1, Duration.ofMillis(50))
          .onRetryExhaustedThrow((retry, signal) -> signal.failure());

  private final JobFiles files;
  private final NetworkLookup networks;
  private final OwnerDatabase owners;

  /** How lines are parsed and counted: where the variants differ. */
  interface Parsing {

    /** Calls {@code reject} for lines that do not parse and emits server errors, both in order. */
    Flux<FoundError> errors(Path input, Rejection reject);

    /** What was counted, after the end. */
    Totals totals();
  }

  /** Takes lines that do not parse; may block. */
  @FunctionalInterface
  interface Rejection {
    void reject(RejectedLine line);
  }

  private ReactorJob(Path input, Path output) throws IOException, SQLException {
    files = new JobFiles(input, output);
    Stop never = new Stop();
    networks = NetworkLookup.open(HttpResources.get(), null, CONCURRENCY, never);
    owners = OwnerDatabase.open(null, CONCURRENCY, never);
  }

  /**
   * Runs the job and prints the summary.
   *
   * @param args input and output
   */
  static void main(String[] args, Parsing parsing) throws IOException, SQLException {
    try (ReactorJob job = new ReactorJob(Path.of(args[0]), Path.of(args[1]))) {
      System.out.println(job.run(parsing));
    }
  }

  private String run(Parsing parsing) throws IOException {
    String file = files.input.toString();
    parsing
        .errors(files.input, line -> files.rejected.write(Json.rejected(line.in(file))))
        .flatMapSequential(this::locate, CONCURRENCY)
        .flatMapSequential(this::assign, CONCURRENCY)
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(found -> files.errors.write(Json.error(found.error())))
        .then()
        .block();
    return files.publish(parsing.totals());
  }

  private Mono<FoundError> locate(FoundError found) {
    return Mono.fromCompletionStage(() -> networks.locate(found.error()))
        .timeout(TIMEOUT)
        .retryWhen(RETRY)
        .map(found::with)
        .onErrorResume(e -> failed(found, "network", e));
  }

  private Mono<FoundError> assign(FoundError found) {
    return Mono.fromCallable(() -> owners.assign(found.error()))
        .subscribeOn(Schedulers.boundedElastic())
        .timeout(TIMEOUT)
        .retryWhen(RETRY)
        .map(found::with)
        .onErrorResume(e -> failed(found, "owner", e));
  }

  private Mono<FoundError> failed(FoundError found, String stage, Throwable cause) {
    return Mono.<FoundError>fromRunnable(() -> files.failed(found, stage, cause))
        .subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public void close() throws IOException {
    networks.close();
    owners.close();
    files.close();
  }
}
