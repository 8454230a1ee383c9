package dev.leat.runtime.execution;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Some of the virtual threads that run the user's code of a stage, for whoever looks at it: those
 * that found a free place when they began. Thread-safe.
 */
final class RunningThreads {

  private static final int PLACES = 16;

  private final AtomicReferenceArray<@Nullable Thread> places = new AtomicReferenceArray<>(PLACES);

  /** The current thread begins to run the user's code; returns its place. */
  void enter(Thread current) {
    places.compareAndSet(place(current), null, current);
  }

  /** It has ended to. */
  void exit(Thread current) {
    places.compareAndSet(place(current), current, null);
  }

  private static int place(Thread thread) {
    return (int) (thread.threadId() % PLACES);
  }

  static int places() {
    return PLACES;
  }

  /** The thread at a place. */
  @Nullable Thread at(int place) {
    return places.getAcquire(place);
  }
}
