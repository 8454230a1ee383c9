package dev.leat.runtime.benchmarks;

import dev.leat.runtime.benchmarks.suite.Launcher;
import dev.leat.runtime.benchmarks.workload.Workloads;

/** The main class of a JVM in which candidates of {@link Bench} are measured. */
final class BenchProcess {

  private BenchProcess() {}

  /** Measures and ends the JVM, whatever threads the candidates left. */
  public static void main(String[] args) {
    int exit = 1;
    try {
      Launcher.child(Workloads::of, args);
      exit = 0;
    } catch (Throwable e) {
      e.printStackTrace();
    } finally {
      System.exit(exit);
    }
  }
}
