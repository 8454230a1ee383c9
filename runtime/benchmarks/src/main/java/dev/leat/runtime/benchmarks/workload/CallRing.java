package dev.leat.runtime.benchmarks.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The limit of asynchronous calls in order: a ring of slots, each of which takes the answer of its
 * call. Whoever finds nobody at work takes what is finished at the head and starts new calls, as
 * many as the window and the concurrency allow.
 */
final class CallRing {

  private final long elements;
  private final int concurrency;
  private final LongFunction<CompletableFuture<Long>> service;
  private final Slot[] slots;
  private final OrderedSum sum = new OrderedSum();
  private final AtomicInteger work = new AtomicInteger(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Of the one at work. */
  private long head;

  private long next;
  private int inFlight;
  private boolean failed;

  private final class Slot implements BiConsumer<@Nullable Long, @Nullable Throwable> {
    private volatile @Nullable Long answer;

    @Override
    public void accept(@Nullable Long result, @Nullable Throwable failure) {
      answer = result;
      if (work.getAndIncrement() == 0) {
        drain(1);
      }
    }
  }

  CallRing(
      long elements, int concurrency, int window, LongFunction<CompletableFuture<Long>> service) {
    this.elements = elements;
    this.concurrency = concurrency;
    this.service = service;
    slots = new Slot[window];
    for (int i = 0; i < window; i++) {
      slots[i] = new Slot();
    }
  }

  long run() throws InterruptedException {
    drain(1);
    done.await();
    if (failed) {
      throw new IllegalStateException("a call failed");
    }
    return sum.value();
  }

  /** {@code missed} counts what came in; all but the first unit of work are completions. */
  private void drain(int found) {
    int missed = found;
    boolean first = next == 0;
    while (missed != 0) {
      inFlight -= first ? missed - 1 : missed;
      first = false;
      takeFinished();
      while (next < elements && inFlight < concurrency && next - head < slots.length) {
        Slot slot = slots[(int) (next % slots.length)];
        inFlight++;
        CompletableFuture<Long> answered = service.apply(next++).whenComplete(slot);
        failed |= answered.isCompletedExceptionally();
      }
      if (head == elements) {
        done.countDown();
      }
      missed = work.addAndGet(-missed);
    }
  }

  private void takeFinished() {
    while (head < next) {
      Slot slot = slots[(int) (head % slots.length)];
      Long answer = slot.answer;
      if (answer == null) {
        return;
      }
      slot.answer = null;
      head++;
      sum.add(answer);
    }
  }
}
