package dev.leat.samples.accesslog;

import dev.leat.connector.files.FileSource;
import dev.leat.connector.files.Inputs;
import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Source;
import dev.leat.samples.Stop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * The pipeline of the sample. It describes one run, because it counts into the results that it is
 * given.
 *
 * @param inputs what to read
 * @param results where everything goes
 * @param limits how much happens at once
 * @param services whom to ask
 * @param stop says when to give lookups up
 */
record AccessLogJob(Inputs inputs, Results results, Limits limits, Services services, Stop stop) {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Retry RETRY =
      Retry.backoff(3, Duration.ofMillis(50))
          .when(failure -> !(failure instanceof LookupStoppedException));

  /**
   * How much happens at once.
   *
   * @param concurrency lookups in flight, of each kind
   * @param parallelism threads that parse; 0 for as many as there are cores
   */
  record Limits(int concurrency, int parallelism) {}

  /**
   * Whom to ask.
   *
   * @param lookupUrl the HTTP service that knows networks; null for one in this process
   * @param databaseUrl the database that knows owners; null for one in this process
   */
  record Services(@Nullable String lookupUrl, @Nullable String databaseUrl) {}

  Pipeline pipeline() {
    OnError reject = OnError.deadLetters(results.rejected());
    return Pipeline.named("access-log")
        .from("lines", lines(reject))
        .cpu("parse", LogEntry::parse, cpu -> parallel(cpu).onError(reject))
        .broadcast(
            all -> all.filter(LogEntry::isServerError).map(ServerError::of).via(this::errors),
            all -> all.aggregate(Totals.counting()).to("summary", results.summaries()));
  }

  private Source<Line> lines(OnError reject) {
    return new MeasuredSource<>(
        FileSource.lineViews(inputs, o -> o.onError(reject)), results.bytes());
  }

  private CpuOptions parallel(CpuOptions cpu) {
    return limits.parallelism() == 0 ? cpu : cpu.parallelism(limits.parallelism());
  }

  private Pipeline errors(Stage<ServerError> errors) {
    int concurrency = limits.concurrency();
    OnError fail = OnError.deadLetters(results.failed());
    Resource<NetworkLookup> networks =
        Resource.using(
            context ->
                NetworkLookup.open(
                    context.require(LoopResources.class), services.lookupUrl(), concurrency, stop),
            NetworkLookup::close);
    Resource<OwnerDatabase> owners =
        Resource.of(() -> OwnerDatabase.open(services.databaseUrl(), concurrency, stop));
    return errors
        .io(
            "network",
            networks,
            NetworkLookup::locate,
            io -> io.concurrency(concurrency).timeout(TIMEOUT).retry(RETRY).onError(fail))
        .coroutine(
            "owner",
            owners,
            OwnerDatabase::assign,
            co -> co.concurrency(concurrency).timeout(TIMEOUT).retry(RETRY).onError(fail))
        .to("errors", results.errors());
  }
}
