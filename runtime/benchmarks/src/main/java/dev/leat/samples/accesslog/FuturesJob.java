package dev.leat.samples.accesslog;

import dev.leat.samples.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import reactor.netty.http.HttpResources;

/**
 * The job with what the JDK has: Java streams over chunks of lines, and futures. Two bounded queues
 * of futures, of which only the heads are waited for, keep the order.
 */
public final class FuturesJob implements AutoCloseable {

  private static final int LINES = 1_024;
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int CONCURRENCY = 64;
  private static final long TIMEOUT_SECONDS = 2;
  private static final long PAUSE_MILLIS = 50;

  private final JobFiles files;
  private final NetworkLookup networks;
  private final OwnerDatabase owners;
  private final ChunkParser parser = new ChunkParser();
  private final ExecutorService computing = Executors.newFixedThreadPool(CORES);
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<CompletableFuture<ChunkParser.Parsed>> chunks = new ArrayDeque<>();
  private final Queue<CompletableFuture<Optional<FoundError>>> lookups = new ArrayDeque<>();

  private FuturesJob(Path input, Path output) throws IOException, SQLException {
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
  public static void main(String[] args) throws IOException, SQLException {
    try (FuturesJob job = new FuturesJob(Path.of(args[0]), Path.of(args[1]))) {
      System.out.println(job.run());
    }
  }

  private String run() throws IOException {
    try (Stream<List<PlacedLine>> read = LineReader.stream(files.input, LINES)) {
      read.forEachOrdered(this::parse);
    }
    while (!chunks.isEmpty()) {
      takeChunk();
    }
    while (!lookups.isEmpty()) {
      takeLookup();
    }
    return files.publish(parser.totals());
  }

  private void parse(List<PlacedLine> chunk) {
    if (chunks.size() == 2 * CORES) {
      takeChunk();
    }
    chunks.add(CompletableFuture.supplyAsync(() -> parser.parse(chunk), computing));
  }

  private void takeChunk() {
    ChunkParser.Parsed parsed = chunks.remove().join();
    parsed
        .rejected()
        .forEach(line -> files.rejected.write(Json.rejected(line.in(files.input.toString()))));
    for (FoundError found : parsed.errors()) {
      if (lookups.size() == CONCURRENCY) {
        takeLookup();
      }
      lookups.add(lookUp(found));
    }
  }

  private void takeLookup() {
    lookups.remove().join().ifPresent(found -> files.errors.write(Json.error(found.error())));
  }

  private CompletableFuture<Optional<FoundError>> lookUp(FoundError found) {
    return locate(found)
        .thenCompose(located -> located.isEmpty() ? done(located) : assign(located.get()));
  }

  private static CompletableFuture<Optional<FoundError>> done(Optional<FoundError> found) {
    return CompletableFuture.completedFuture(found);
  }

  private CompletableFuture<Optional<FoundError>> locate(FoundError found) {
    return attempts(() -> networks.locate(found.error()), JobFiles.ATTEMPTS)
        .thenApply(error -> Optional.of(found.with(error)))
        .exceptionally(e -> failed(found, "network", e));
  }

  private CompletableFuture<Optional<FoundError>> assign(FoundError found) {
    return attempts(
            () -> CompletableFuture.supplyAsync(() -> owner(found), waiting), JobFiles.ATTEMPTS)
        .thenApply(error -> Optional.of(found.with(error)))
        .exceptionally(e -> failed(found, "owner", e));
  }

  private ServerError owner(FoundError found) {
    try {
      return owners.assign(found.error());
    } catch (SQLException | LookupStoppedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<ServerError> attempts(
      Supplier<CompletionStage<ServerError>> call, int left) {
    CompletableFuture<ServerError> attempt =
        call.get().toCompletableFuture().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return left == 1 ? attempt : attempt.exceptionallyCompose(e -> later(call, left - 1));
  }

  private static CompletableFuture<ServerError> later(
      Supplier<CompletionStage<ServerError>> call, int left) {
    Executor pause =
        CompletableFuture.delayedExecutor(
            PAUSE_MILLIS << (JobFiles.ATTEMPTS - 1 - left), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, pause).thenCompose(nothing -> attempts(call, left));
  }

  private Optional<FoundError> failed(FoundError found, String stage, Throwable cause) {
    files.failed(found, stage, cause);
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    computing.shutdownNow();
    waiting.shutdownNow();
    networks.close();
    owners.close();
    files.close();
  }
}
