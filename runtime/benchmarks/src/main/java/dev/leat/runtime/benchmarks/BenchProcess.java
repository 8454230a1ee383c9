package dev.leat.runtime.benchmarks;

import dev.leat.runtime.benchmarks.suite.Launcher;
import java.lang.System.Logger.Level;

/** The main class of a JVM in which candidates of {@link Bench} are measured. */
final class BenchProcess {

  private static final System.Logger LOG = System.getLogger(BenchProcess.class.getName());

  private BenchProcess() {}

  /** Measures and ends the JVM, whatever threads the candidates left. */
  public static void main(String[] args) {
    int exit = 1;
    try {
      Launcher.child(Catalog::of, args);
      exit = 0;
    } catch (Throwable e) {
      LOG.log(Level.ERROR, "cannot measure", e);
    } finally {
      System.exit(exit);
    }
  }
}
