package dev.leat.runtime.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Ends a worker with the process that started it, also when that is killed: then the standard input
 * of the worker ends. Halts the JVM whatever its other threads do, and deletes what the parent can
 * no longer delete.
 */
final class ParentGuard implements Runnable {

  private static final int ORPHANED = 75;
  private static final Duration LONGEST_DEATH = Duration.ofSeconds(1);

  private final InputStream input;
  private final List<Path> files;
  private final Thread thread = new Thread(this, "leat-parent-guard");

  ParentGuard(InputStream input, List<Path> files) {
    this.input = input;
    this.files = files;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits a second at most for the parent to end, and then does not return: a killed process closes
   * its sockets one by one, so that one may have ended before the standard input has.
   */
  void awaitParent() throws InterruptedException {
    thread.join(LONGEST_DEATH);
  }

  @Override
  public void run() {
    try {
      while (input.read() >= 0) {
        // Nothing is ever sent here: the end is the message.
      }
    } catch (IOException e) {
      // As good as the end.
    } finally {
      files.forEach(ParentGuard::delete);
      Runtime.getRuntime().halt(ORPHANED);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException | RuntimeException e) {
      System.err.println("cannot delete " + file + ": " + e);
    }
  }
}
