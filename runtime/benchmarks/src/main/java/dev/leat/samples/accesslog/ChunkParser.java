package dev.leat.samples.accesslog;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Parses and counts chunks of lines; each thread counts into tables that no other one uses at the
 * time. Thread-safe.
 */
final class ChunkParser {

  private final Queue<Tally<?>> tallies = new ConcurrentLinkedQueue<>();

  /**
   * What is left of a chunk.
   *
   * @param errors server errors, in order
   * @param rejected lines that do not parse, in order
   */
  record Parsed(List<FoundError> errors, List<RejectedLine> rejected) {}

  Parsed parse(List<PlacedLine> chunk) {
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

  /** All that was counted, when nothing is parsed any more. */
  Totals totals() {
    Tally<?> all = Tally.empty();
    tallies.forEach(all::add);
    return all.totals();
  }
}
