package dev.leat.runtime.benchmarks.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a service that answers after a while: one thread completes futures when they are due,
 * all that are due together. Callers push into a stack that the thread takes as a whole, so a call
 * costs a clock reading and one compare-and-set. The thread sleeps at least 50 us between looks
 * (the system makes 100 to 110 of that), so an answer comes up to that much late. The same for all
 * candidates; what it costs by itself is a line of the table.
 */
final class CallTimer implements AutoCloseable {

  private static final long TICK_NANOS = 50_000;

  private final AtomicReference<@Nullable Call> started = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;

  /** A call under way. */
  static final class Call extends CompletableFuture<Long> {
    private final long argument;
    private final boolean slow;
    private final long due;
    private @Nullable Call next;

    Call(long argument, boolean slow, long due) {
      this.argument = argument;
      this.slow = slow;
      this.due = due;
    }
  }

  /** Calls in the order in which they are due. */
  private static final class Waiting {
    private @Nullable Call first;
    private @Nullable Call last;

    void append(Call call) {
      call.next = null;
      if (last == null) {
        first = call;
      } else {
        last.next = call;
      }
      last = call;
    }

    void complete(long now) {
      while (first != null && first.due - now <= 0) {
        Call due = first;
        first = due.next;
        if (first == null) {
          last = null;
        }
        due.next = null;
        due.complete(answer(due.argument));
      }
    }
  }

  CallTimer() {
    thread = new Thread(this::run, "call-timer");
    thread.setDaemon(true);
    thread.start();
  }

  /** What the service answers. */
  static long answer(long argument) {
    return argument * 3 + 1;
  }

  /** A call that is answered after a millisecond. */
  Call call(long argument) {
    return start(argument, false, 1_000_000);
  }

  /** A call that is answered after a millisecond; one in a hundred after 50. */
  Call unevenCall(long argument) {
    boolean slow = argument % 100 == 50;
    return start(argument, slow, slow ? 50_000_000 : 1_000_000);
  }

  private Call start(long argument, boolean slow, long delay) {
    Call call = new Call(argument, slow, System.nanoTime() + delay);
    Call before;
    do {
      before = started.get();
      call.next = before;
    } while (!started.compareAndSet(before, call));
    return call;
  }

  private void run() {
    Waiting fast = new Waiting();
    Waiting slow = new Waiting();
    while (!closed) {
      Call call = reversed(started.getAndSet(null));
      while (call != null) {
        Call next = call.next;
        (call.slow ? slow : fast).append(call);
        call = next;
      }
      long now = System.nanoTime();
      fast.complete(now);
      slow.complete(now);
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private static @Nullable Call reversed(@Nullable Call latestFirst) {
    Call result = null;
    Call rest = latestFirst;
    while (rest != null) {
      Call next = rest.next;
      rest.next = result;
      result = rest;
      rest = next;
    }
    return result;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
