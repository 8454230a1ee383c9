package dev.leat.samples.tour;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What it costs two threads to count in memory that they share. */
enum Sharing {
  /** Each has a variable of its own. */
  OWN("each thread its own counter"),
  /** Its own, and written so that others may look at it. */
  ATOMIC("each thread its own AtomicLong"),
  /** Both write the same word. */
  SHARED("two threads, one AtomicLong"),
  /** One at a time. */
  LOCKED("two threads, one lock (synchronized)"),
  /** Cells that are added up by whoever asks. */
  ADDER("two threads, one LongAdder");

  private static final int THREADS = 2;
  private static final int STEP = 1_000;

  private final String title;

  Sharing(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Nanoseconds that an increment takes a thread while another one does the same. */
  double nanos(int millis) throws InterruptedException {
    AtomicLong shared = new AtomicLong();
    LongAdder adder = new LongAdder();
    LockedCounter locked = new LockedCounter();
    Runnable[] steps = new Runnable[THREADS];
    for (int i = 0; i < THREADS; i++) {
      steps[i] =
          switch (this) {
            case OWN -> new OwnCounter();
            case ATOMIC -> atomic(new AtomicLong());
            case SHARED -> atomic(shared);
            case LOCKED -> locked;
            case ADDER -> added(adder);
          };
    }
    run(steps, millis / 2L); // to compile it
    return run(steps, millis);
  }

  private static Runnable atomic(AtomicLong counter) {
    return () -> {
      for (int n = 0; n < STEP; n++) {
        counter.incrementAndGet();
      }
    };
  }

  private static Runnable added(LongAdder counter) {
    return () -> {
      for (int n = 0; n < STEP; n++) {
        counter.increment();
      }
    };
  }

  private static double run(Runnable[] steps, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    AtomicLong done = new AtomicLong();
    AtomicLong spent = new AtomicLong();
    Thread[] threads = new Thread[steps.length];
    for (int i = 0; i < steps.length; i++) {
      Runnable step = steps[i];
      threads[i] =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                long begin = System.nanoTime();
                long count = 0;
                while (System.nanoTime() < end) {
                  step.run();
                  count += STEP;
                }
                spent.addAndGet(System.nanoTime() - begin);
                done.addAndGet(count);
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return (double) spent.get() / Math.max(1, done.get());
  }

  /** Written at each step, so that it cannot be left out. */
  private static final class OwnCounter implements Runnable {

    private volatile long seen;

    @Override
    public void run() {
      long count = seen;
      for (int n = 0; n < STEP; n++) {
        count = count * 31 + n; // not to be computed ahead
      }
      seen = count;
    }
  }

  /** One at a time. */
  private static final class LockedCounter implements Runnable {

    private long count; // by the lock of this object

    @Override
    public void run() {
      for (int n = 0; n < STEP; n++) {
        increment();
      }
    }

    private synchronized long increment() {
      return ++count;
    }
  }
}
