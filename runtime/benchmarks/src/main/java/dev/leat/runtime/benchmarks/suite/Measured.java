package dev.leat.runtime.benchmarks.suite;

import java.util.Map;

/**
 * One measured run: the mean of as many jobs as fit into its time, at least one.
 *
 * @param candidate who ran
 * @param launch the number of the JVM, from 0; no two launches have the same
 * @param round the number of the run within the launch, from 0
 * @param elements of one job
 * @param wallNanos of one job
 * @param cpuNanos of all threads of the process, compiler and garbage collector included, for one
 *     job
 * @param allocatedBytes of all threads, for one job
 * @param checksum of the result
 * @param own what the program measured by itself, of the last job
 */
public record Measured(
    String candidate,
    int launch,
    int round,
    long elements,
    double wallNanos,
    double cpuNanos,
    double allocatedBytes,
    long checksum,
    Map<String, Double> own) {

  /** A figure that the program measured itself. */
  public double own(String name) {
    Double value = own.get(name);
    if (value == null) {
      throw new IllegalStateException("%s measured no '%s'".formatted(candidate, name));
    }
    return value;
  }
}
