package dev.leat.runtime.benchmarks.suite;

import java.util.Map;

/**
 * What does a workload, ready to run: its threads, servers and inputs are there. One thread uses
 * it.
 */
@FunctionalInterface
public interface Program {

  /**
   * Does the work once.
   *
   * @return a checksum of the result, the same for all candidates of the workload
   */
  long run() throws Exception;

  /** What the last run measured by itself, by the names that the workload's figures use. */
  default Map<String, Double> measured() {
    return Map.of();
  }

  /** Ends threads and servers. */
  default void end() throws Exception {}

  /** This program, which at its end also closes something. */
  default Program closing(AutoCloseable resource) {
    Program self = this;
    return new Program() {
      @Override
      public long run() throws Exception {
        return self.run();
      }

      @Override
      public Map<String, Double> measured() {
        return self.measured();
      }

      @Override
      public void end() throws Exception {
        try {
          self.end();
        } finally {
          resource.close();
        }
      }
    };
  }
}
