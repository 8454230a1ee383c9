package dev.leat.runtime.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A thread as Linux sees it. The JVM says of a thread in native code that it runs; only the system
 * knows whether it sleeps there, or would go on if it were given a core. Elsewhere nothing is
 * known.
 */
final class NativeThread {

  private static final Path CURRENT = Path.of("/proc/thread-self");

  private final @Nullable Path stat;

  private NativeThread(@Nullable Path stat) {
    this.stat = stat;
  }

  /** A thread that nobody asks about. */
  static NativeThread unknown() {
    return new NativeThread(null);
  }

  /** The current thread. */
  static NativeThread current() {
    return current(CURRENT);
  }

  /** The current thread, by the link to it, if the system has that. */
  static NativeThread current(Path self) {
    try {
      Path link = Files.readSymbolicLink(self); // such as 4711/task/4713
      return new NativeThread(self.resolveSibling(link).resolve("stat"));
    } catch (IOException | UnsupportedOperationException e) {
      return unknown();
    }
  }

  /** Whether it is known to sleep at this moment, for a socket, a disk or a page of memory. */
  boolean sleeps() {
    if (stat == null) {
      return false;
    }
    try {
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      char state = line.charAt(line.lastIndexOf(')') + 2); // the name before may be anything
      return state == 'S' || state == 'D';
    } catch (IOException | StringIndexOutOfBoundsException e) {
      return false; // the thread has ended
    }
  }
}
