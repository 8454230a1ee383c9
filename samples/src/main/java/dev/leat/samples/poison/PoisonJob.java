package dev.leat.samples.poison;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A job with a stage in worker processes, some of whose elements do harm there. Counts what is
 * delivered and keeps the dead letters.
 */
final class PoisonJob {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final long elements;
  private final int workers;
  private final LongAdder delivered = new LongAdder();
  private final List<DeadLetter> letters = new ArrayList<>(); // and its lock

  /** What an element does to the worker that computes it. */
  enum Harm {
    /** Nothing. */
    NONE,
    /** Throws. */
    THROW,
    /** Ends the process in order. */
    EXIT,
    /** Ends it by a write to an address that is nobody's. */
    SEGFAULT,
    /** Takes all memory there is. */
    OUT_OF_MEMORY,
    /** Never ends. */
    HANG;

    /** One harm of each kind, spread over so many elements. */
    static Harm of(long n, long elements) {
      Harm[] all = values();
      long step = Math.max(1, elements / all.length);
      int kind = (int) (n / step);
      return n % step == step / 2 && kind > 0 && kind < all.length ? all[kind] : NONE;
    }
  }

  PoisonJob(long elements, int workers) {
    this.elements = elements;
    this.workers = workers;
  }

  Pipeline pipeline() {
    long all = elements;
    return Pipeline.named("poison")
        .from(Sources.range(0, all))
        .cpu(
            "risky",
            n -> harm(n, Harm.of(n, all)),
            cpu ->
                cpu.forked(workers, fork -> fork.heap(32))
                    .timeout(TIMEOUT)
                    .onError(OnError.deadLetters(Sinks.each(this::keep))))
        .to(Sinks.each(n -> delivered.increment()));
  }

  private void keep(DeadLetter letter) {
    synchronized (letters) {
      letters.add(letter);
    }
  }

  /** Runs in a worker. */
  private static long harm(long n, Harm harm) throws ReflectiveOperationException {
    switch (harm) {
      case NONE -> {}
      case THROW -> throw new IllegalArgumentException("number " + n + " is not to my taste");
      case EXIT -> System.exit(7);
      case SEGFAULT -> segfault();
      case OUT_OF_MEMORY -> hoard(null);
      case HANG -> spin();
    }
    return n;
  }

  private static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static void segfault() throws ReflectiveOperationException {
    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    unsafe.getClass().getMethod("putLong", long.class, long.class).invoke(unsafe, 0L, 0L);
  }

  private static void hoard(Object @Nullable [] before) {
    Object[] last = before;
    while (true) {
      Object[] next = new Object[1 << 18];
      next[0] = last == null ? "" : last;
      last = next;
    }
  }

  long delivered() {
    return delivered.sum();
  }

  List<DeadLetter> letters() {
    synchronized (letters) {
      return List.copyOf(letters);
    }
  }
}
