package dev.leat.pipeline.graph;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a stage uses worker processes.
 *
 * {@snippet :
 * ForkPolicy policy = ForkPolicy.DEFAULTS.withWorkers(2).withTimeout(ofSeconds(2));
 * }
 *
 * @param workers how many processes, at least 1
 * @param attempts how many workers an element may bring down before it counts as failed, at least 1
 * @param timeout the longest that one element may take, or null for no limit
 * @param heapMebibytes the most heap of a worker that is a JVM
 * @param jvmOptions further options of a worker that is a JVM
 * @param environment variables beside those of this process
 * @param directory the working folder, or null for that of this process
 * @param largestElement the most bytes of one encoded element or result
 */
public record ForkPolicy(
    int workers,
    int attempts,
    @Nullable Duration timeout,
    int heapMebibytes,
    List<String> jvmOptions,
    Map<String, String> environment,
    @Nullable Path directory,
    int largestElement) {

  /** One worker with the defaults. */
  public static final ForkPolicy DEFAULTS =
      new ForkPolicy(1, 2, null, 128, List.of(), Map.of(), null, 16 << 20);

  private static final int MAX_WORKERS = 1_024;

  /** Copies the collections and checks the bounds. */
  public ForkPolicy {
    requireRange("workers", workers, 1, MAX_WORKERS);
    requireRange("attempts", attempts, 1, 1_000);
    requireRange("heap", heapMebibytes, 16, 1 << 20);
    requireRange("largestElement", largestElement, 1, 1 << 30);
    if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
      throw new IllegalArgumentException("timeout must be longer than zero, not " + timeout);
    }
    jvmOptions = List.copyOf(jvmOptions);
    environment = Map.copyOf(environment);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %,d to %,d, not %,d".formatted(name, least, most, value));
    }
  }

  /** A copy with another number of processes. */
  public ForkPolicy withWorkers(int processes) {
    return new ForkPolicy(
        processes,
        attempts,
        timeout,
        heapMebibytes,
        jvmOptions,
        environment,
        directory,
        largestElement);
  }

  /** A copy with another number of attempts. */
  public ForkPolicy withAttempts(int most) {
    return new ForkPolicy(
        workers, most, timeout, heapMebibytes, jvmOptions, environment, directory, largestElement);
  }

  /** A copy with a limit for one element. */
  public ForkPolicy withTimeout(@Nullable Duration limit) {
    return new ForkPolicy(
        workers,
        attempts,
        limit,
        heapMebibytes,
        jvmOptions,
        environment,
        directory,
        largestElement);
  }

  /** A copy with other settings of the JVM. */
  public ForkPolicy withJvm(int heap, List<String> options) {
    return new ForkPolicy(
        workers, attempts, timeout, heap, options, environment, directory, largestElement);
  }

  /** A copy with other variables. */
  public ForkPolicy withEnvironment(Map<String, String> variables) {
    return new ForkPolicy(
        workers,
        attempts,
        timeout,
        heapMebibytes,
        jvmOptions,
        variables,
        directory,
        largestElement);
  }

  /** A copy with another working folder. */
  public ForkPolicy withDirectory(Path folder) {
    return new ForkPolicy(
        workers, attempts, timeout, heapMebibytes, jvmOptions, environment, folder, largestElement);
  }

  /** A copy with another limit for the size of an element. */
  public ForkPolicy withLargestElement(int bytes) {
    return new ForkPolicy(
        workers, attempts, timeout, heapMebibytes, jvmOptions, environment, directory, bytes);
  }
}
