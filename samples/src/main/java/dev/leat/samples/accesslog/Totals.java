package dev.leat.samples.accesslog;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.TopK;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is counted over all lines that parse.
 *
 * @param status how often each status occurred, in the order of the statuses
 * @param topPaths the most frequent paths
 */
record Totals(Map<Integer, Long> status, TopK<String> topPaths) {

  private static final int STATUSES = 900;
  private static final int TOP = 10;
  private static final int MOST_PATHS = 1_000_000;

  Totals {
    status = new TreeMap<>(status);
  }

  /** Counts entries; up to a million different paths exactly, beyond that approximately. */
  static Aggregator<LogEntry, ?, Totals> counting() {
    return Aggregators.both(
        Aggregators.countBy(LogEntry::status, STATUSES),
        Aggregators.topK(LogEntry::path, TOP, MOST_PATHS),
        Totals::new);
  }

  long entries() {
    return status.values().stream().mapToLong(Long::longValue).sum();
  }
}
