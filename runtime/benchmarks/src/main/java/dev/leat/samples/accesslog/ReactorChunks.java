package dev.leat.samples.accesslog;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private final Queue<Tally<?>> tallies = new ConcurrentLinkedQueue<>();

  /** What is left of a chunk. */
  private record Parsed(List<FoundError> errors, List<RejectedLine> rejected) {}

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
            chunk -> Mono.fromCallable(() -> parse(chunk)).subscribeOn(Schedulers.parallel()),
            IN_FLIGHT)
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(parsed -> parsed.rejected().forEach(reject::reject))
        .concatMapIterable(Parsed::errors);
  }

  private Parsed parse(List<PlacedLine> chunk) {
    Tally<?> free = tallies.poll();
    Tally<?> tally = free == null ? Tally.empty() : free;
    List<FoundError> errors = new ArrayList<>();
    List<RejectedLine> rejected = new ArrayList<>();
    for (PlacedLine line : chunk) {
      try {
        LogEntry entry = LogEntry.parse(line.line());
        tally.add(entry);
        if (entry.isServerError()) {
          errors.add(FoundError.of(line, entry));
        }
      } catch (RejectedLineException e) {
        rejected.add(new RejectedLine(line, e));
      }
    }
    tallies.add(tally);
    return new Parsed(errors, rejected);
  }

  @Override
  public Totals totals() {
    Tally<?> all = Tally.empty();
    tallies.forEach(all::add);
    return all.totals();
  }
}
