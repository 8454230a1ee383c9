package dev.leat.runtime.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were made and have not ended, also those that were given up. Used by one thread at
 * a time.
 */
final class CallsInFlight {

  private @Nullable Call first;
  private int size;

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
}
