package dev.leat.runtime.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were made and have not ended, also those that were given up. Used by one thread at
 * a time, but for what it shows of itself.
 */
final class CallsInFlight {

  private @Nullable Call first;
  private int size;

  /** Some that were in flight when they were asked for, or given up; read by any thread. */
  private volatile List<Call> shown = List.of();

  private volatile List<Call> givenUp = List.of();
  private volatile boolean asked;

  int size() {
    return size;
  }

  void add(Call call) {
    Call second = first;
    call.nextRunning = second;
    if (second != null) {
      second.previousRunning = call;
    }
    first = call;
    size++;
  }

  void remove(Call call) {
    Call previous = call.previousRunning;
    Call next = call.nextRunning;
    if (previous == null) {
      first = next;
    } else {
      previous.nextRunning = next;
    }
    if (next != null) {
      next.previousRunning = previous;
    }
    call.previousRunning = null;
    call.nextRunning = null;
    size--;
  }

  List<Call> all() {
    List<Call> calls = new ArrayList<>(size);
    for (Call call = first; call != null; call = call.nextRunning) {
      calls.add(call);
    }
    return calls;
  }

  /** Shows those that are in flight if somebody has asked. */
  void showIfAsked() {
    if (asked) {
      asked = false;
      shown = all();
    }
  }

  /** Nobody waits for the results any more; returns them. */
  List<Call> giveUp() {
    List<Call> calls = all();
    givenUp = calls;
    return calls;
  }

  // By any thread.

  /** Makes the next {@link #showIfAsked} show them. */
  void ask() {
    asked = true;
  }

  void interruptGivenUp() {
    givenUp.forEach(Call::interrupt);
  }

  /** The threads that work for those that were shown or given up. */
  List<Thread> threads() {
    List<Thread> threads = new ArrayList<>();
    for (Call call : givenUp.isEmpty() ? shown : givenUp) {
      Thread thread = call.isComplete() ? null : call.thread();
      if (thread != null) {
        threads.add(thread);
      }
    }
    return threads;
  }

  /** The element of the oldest that was shown and has not ended; null if there is none. */
  @Nullable OldestElement oldest() {
    return shown.stream()
        .filter(call -> !call.isComplete())
        .reduce((later, sooner) -> later.taken - sooner.taken < 0 ? later : sooner)
        .map(call -> new OldestElement(call.where(), call.taken))
        .orElse(null);
  }

  /** How many were given up and have not ended, though no thread works for them. */
  long unanswered() {
    return givenUp.stream().filter(call -> !call.isComplete() && call.thread() == null).count();
  }
}
