package dev.leat.samples.accesslog;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The job as an expert writes it with Reactor: chunks of lines are elements, parsed and counted in
 * parallel, and each task counts into tables that no other task uses at the time.
 */
public final class ReactorChunks implements ReactorJob.Parsing {

  private static final int LINES = 1_024;
  private static final int IN_FLIGHT = 2 * Runtime.getRuntime().availableProcessors();

  private final ChunkParser parser = new ChunkParser();

  private ReactorChunks() {}

  /**
   * Runs the job.
   *
   * @param args the input and the output folder
   */
  public static void main(String[] args) throws IOException, SQLException {
    ReactorJob.main(args, new ReactorChunks());
  }

  @Override
  public Flux<FoundError> errors(Path input, ReactorJob.Rejection reject) {
    return LineReader.chunks(input, LINES)
        .flatMapSequential(
            chunk ->
                Mono.fromCallable(() -> parser.parse(chunk)).subscribeOn(Schedulers.parallel()),
            IN_FLIGHT)
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(parsed -> parsed.rejected().forEach(reject::reject))
        .concatMapIterable(ChunkParser.Parsed::errors);
  }

  @Override
  public Totals totals() {
    return parser.totals();
  }
}
