package dev.leat.samples.accesslog;

import dev.leat.pipeline.TopK;
import java.time.Duration;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param parsed lines in the combined log format
 * @param rejected lines that are not
 * @param errors records of server errors that were written
 * @param failed server errors of which a lookup failed
 * @param bytes how much was read, uncompressed
 * @param status how often each status occurred
 * @param topPaths the most frequent paths
 * @param elapsed how long the job took
 */
record Summary(
    long parsed,
    long rejected,
    long errors,
    long failed,
    long bytes,
    Map<Integer, Long> status,
    TopK<String> topPaths,
    Duration elapsed) {

  long lines() {
    return parsed + rejected;
  }
}
