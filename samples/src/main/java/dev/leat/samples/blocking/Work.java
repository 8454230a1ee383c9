package dev.leat.samples.blocking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Four things that stages do every day: ask a client that blocks, compute, look into a map behind a
 * lock that others hold for long, wait for a permit. Closing it ends the thread that holds the
 * lock, if that was started.
 */
final class Work implements AutoCloseable {

  private static final int CALL_MILLIS = 10;
  private static final int ROUNDS = 200_000;
  private static final int PERMITS = 4;
  private static final int PERMIT_MILLIS = 10;
  private static final long HELD_NANOS = 60_000_000;
  private static final long FREE_NANOS = 30_000_000;
  private static final long LOAD_NANOS = 1_000_000;

  private final Map<Long, Long> cache = new HashMap<>(); // and its lock
  private final Semaphore permits = new Semaphore(PERMITS);
  private final Thread refresher =
      Thread.ofPlatform().daemon().name("cache-refresher").unstarted(this::refresh);
  private volatile boolean closed;

  /** Lets others hold the lock from now on. */
  Work start() {
    refresher.start();
    return this;
  }

  /** Somebody else uses the cache too, and thinks long while holding its lock. */
  private void refresh() {
    while (!closed) {
      synchronized (cache) {
        cache.clear();
        LockSupport.parkNanos(HELD_NANOS);
      }
      LockSupport.parkNanos(FREE_NANOS);
    }
  }

  Long askBlockingClient(Long n) throws InterruptedException {
    Thread.sleep(CALL_MILLIS);
    return n;
  }

  Long computeDigest(Long n) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] bytes = Long.toString(n).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < ROUNDS; i++) {
      bytes = digest.digest(bytes);
    }
    return bytes.length == 0 ? 0L : n;
  }

  Long lookIntoLockedCache(Long n) {
    synchronized (cache) {
      return cache.computeIfAbsent(n, Work::load);
    }
  }

  /** The lock of the cache is held meanwhile. */
  private static Long load(Long n) {
    LockSupport.parkNanos(LOAD_NANOS);
    return n;
  }

  Long waitForPermit(Long n) throws InterruptedException {
    if (!permits.tryAcquire(1, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no permit within a second");
    }
    try {
      Thread.sleep(PERMIT_MILLIS);
      return n;
    } finally {
      permits.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(refresher);
  }
}
