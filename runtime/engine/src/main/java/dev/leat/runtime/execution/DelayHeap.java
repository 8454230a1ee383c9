package dev.leat.runtime.execution;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls by the time at which something is due, the earliest first. A binary heap in which a call
 * knows its place, so that it can be taken out when it ends early; adding a call that is due after
 * all others takes constant time. Used by one thread at a time.
 */
final class DelayHeap {

  static final int ABSENT = -1;

  private @Nullable Call[] heap = new Call[16];
  private int size;

  void add(Call call, long due) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    call.due = due;
    siftUp(size++, call);
  }

  @Nullable Call first() {
    return size == 0 ? null : heap[0];
  }

  void remove(Call call) {
    int at = call.heapIndex;
    if (at == ABSENT) {
      return;
    }
    call.heapIndex = ABSENT;
    Call last = get(--size);
    heap[size] = null;
    if (last != call) {
      siftDown(at, last);
      if (heap[at] == last) {
        siftUp(at, last);
      }
    }
  }

  private Call get(int index) {
    return Objects.requireNonNull(heap[index]);
  }

  private void set(int index, Call call) {
    heap[index] = call;
    call.heapIndex = index;
  }

  private void siftUp(int from, Call call) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (call.due - get(parent).due >= 0) {
        break;
      }
      set(at, get(parent));
      at = parent;
    }
    set(at, call);
  }

  private void siftDown(int from, Call call) {
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && get(child + 1).due - get(child).due < 0) {
        child++;
      }
      if (call.due - get(child).due <= 0) {
        break;
      }
      set(at, get(child));
      at = child;
    }
    set(at, call);
  }
}
