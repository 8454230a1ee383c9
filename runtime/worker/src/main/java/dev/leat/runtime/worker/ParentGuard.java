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
final class ParentGuard {

  private static final int ORPHANED = 75;
  private static final Duration LONGEST_DEATH = Duration.ofSeconds(1);

  private final Thread thread;

  private ParentGuard(InputStream input, List<Path> files) {
    thread = new Thread(() -> watch(input, files), "leat-parent-guard");
    thread.setDaemon(true);
  }

  static ParentGuard start(InputStream input, List<Path> files) {
    ParentGuard guard = new ParentGuard(input, files);
    guard.thread.start();
    return guard;
  }

  /**
   * Waits a second at most for the parent to end, and then does not return: a killed process closes
   * its sockets one by one, so that one may have ended before the standard input has.
   */
  void awaitParent() throws InterruptedException {
    thread.join(LONGEST_DEATH);
  }

  private static void watch(InputStream input, List<Path> files) {
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
