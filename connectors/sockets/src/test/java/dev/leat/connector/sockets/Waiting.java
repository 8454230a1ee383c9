package dev.leat.connector.sockets;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, with a limit. */
final class Waiting {

  private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

  private Waiting() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT;
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("nothing happened for 20 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
