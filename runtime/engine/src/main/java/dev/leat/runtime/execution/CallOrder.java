package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.graph.CallPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** In which order the results of calls leave. Used by one thread at a time. */
abstract sealed class CallOrder {

  static CallOrder of(CallPolicy policy) {
    CheckedFunction<Object, Object> key = policy.orderKey();
    if (key != null) {
      return new ByKey(key);
    }
    return policy.ordered() ? new OfInput() : new AsTheyEnd();
  }

  /**
   * Adds the first attempt for the next element.
   *
   * @throws Exception if its place cannot be found; it then leaves as soon as it has ended
   */
  abstract void add(Call call) throws Exception;

  /** Puts another attempt in the place of a failed one. */
  abstract void replace(Call failed, Call attempt);

  /** The element of a call is done, with a result or without. */
  abstract void ended(Call call);

  /** The call that leaves next, or null if none may. */
  abstract @Nullable Call first();

  abstract void removeFirst();

  private static boolean hasEnded(Call call) {
    return call.state == Call.State.SUCCEEDED || call.state == Call.State.FAILED;
  }

  /** In the order of the elements. */
  private static final class OfInput extends CallOrder {

    private final CallRing ring = new CallRing();

    @Override
    void add(Call call) {
      ring.add(call);
    }

    @Override
    void replace(Call failed, Call attempt) {
      ring.replace(attempt);
    }

    @Override
    void ended(Call call) {}

    @Override
    @Nullable Call first() {
      Call first = ring.first();
      return first != null && hasEnded(first) ? first : null;
    }

    @Override
    void removeFirst() {
      ring.removeFirst();
    }
  }

  /** In the order in which they end. */
  private static sealed class AsTheyEnd extends CallOrder {

    final Queue<Call> ready = new ArrayDeque<>();

    @Override
    void add(Call call) throws Exception {}

    @Override
    void replace(Call failed, Call attempt) {}

    @Override
    void ended(Call call) {
      ready.add(call);
    }

    @Override
    final @Nullable Call first() {
      return ready.peek();
    }

    @Override
    final void removeFirst() {
      ready.remove();
    }
  }

  /** In the order of the elements with the same key. */
  private static final class ByKey extends AsTheyEnd {

    private final CheckedFunction<Object, ? extends @Nullable Object> key;
    private final Map<Object, Deque<Place>> places = new HashMap<>();

    /** The place of an element among those with the same key. */
    private static final class Place {

      private final Object key;
      private Call call;

      Place(Object key, Call call) {
        this.key = key;
        this.call = call;
      }
    }

    ByKey(CheckedFunction<Object, Object> key) {
      this.key = key;
    }

    @Override
    void add(Call call) throws Exception {
      Object own = key.apply(call.element);
      if (own == null) {
        throw new NullPointerException("the key of an element is null");
      }
      Place place = new Place(own, call);
      call.place = place;
      places.computeIfAbsent(own, none -> new ArrayDeque<>()).add(place);
    }

    @Override
    void replace(Call failed, Call attempt) {
      if (failed.place instanceof Place place) {
        place.call = attempt;
        attempt.place = place;
      }
    }

    @Override
    void ended(Call call) {
      if (!(call.place instanceof Place place)) {
        ready.add(call);
        return;
      }
      Deque<Place> same = places.get(place.key);
      while (same != null && !same.isEmpty() && hasEnded(same.element().call)) {
        ready.add(same.remove().call);
      }
      if (same != null && same.isEmpty()) {
        places.remove(place.key);
      }
    }
  }
}
