package dev.leat.runtime.benchmarks.workload;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between two threads. Nobody is woken who does not sleep, and a producer that
 * found the queue full sleeps until half of it is free. One thread puts, one takes.
 */
final class Handover<T> {

  private static final int CAPACITY = 256;

  private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(CAPACITY);
  private volatile @Nullable Thread producer;
  private volatile @Nullable Thread consumer;
  private int head;
  private int tail;

  void put(T element) {
    while (slots.get(tail % CAPACITY) != null) {
      producer = Thread.currentThread();
      if (slots.get((tail + CAPACITY / 2) % CAPACITY) != null) {
        LockSupport.park(this);
      }
      producer = null;
    }
    slots.set(tail++ % CAPACITY, element); // before the consumer is read, so more than a release
    wake(consumer);
  }

  T take() {
    int index = head++ % CAPACITY;
    T element = slots.get(index);
    while (element == null) {
      consumer = Thread.currentThread();
      element = slots.get(index);
      if (element == null) {
        LockSupport.park(this);
        element = slots.get(index);
      }
      consumer = null;
    }
    slots.set(index, null);
    if (index % (CAPACITY / 2) == 0) {
      wake(producer);
    }
    return element;
  }

  private static void wake(@Nullable Thread sleeper) {
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }
}
