package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a stage in the order of their elements, from the oldest that has not left on. It
 * grows up to the reorder window. Used by one thread at a time.
 */
final class CallRing {

  private @Nullable Call[] slots = new Call[64];
  private long head;
  private long tail;

  /** Adds the call for the next element. */
  void add(Call call) {
    if (tail - head == slots.length) {
      grow();
    }
    call.sequence = tail;
    slots[slot(tail++)] = call;
  }

  private void grow() {
    @Nullable Call[] larger = new Call[2 * slots.length];
    for (long sequence = head; sequence < tail; sequence++) {
      larger[(int) (sequence & (larger.length - 1))] = slots[slot(sequence)];
    }
    slots = larger;
  }

  /** Puts another attempt in the place of a failed one. */
  void replace(Call attempt) {
    slots[slot(attempt.sequence)] = attempt;
  }

  /** The oldest, or null if there is none. */
  @Nullable Call first() {
    return head == tail ? null : slots[slot(head)];
  }

  void removeFirst() {
    slots[slot(head++)] = null;
  }

  private int slot(long sequence) {
    return (int) (sequence & (slots.length - 1));
  }
}
