package dev.leat.runtime.execution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets the inlets of an inbox deliver one after the other. Only the one whose turn it is has
 * credit, so of the others nothing can arrive but their end, which is put by until their turn.
 */
final class InletTurns {

  private final List<Inlet> inlets;
  private final Map<Inlet, Inbox.End> early = new HashMap<>();
  private volatile int turn;

  InletTurns(List<Inlet> inlets) {
    this.inlets = inlets;
  }

  /** Whether it is, or was, the turn of an inlet. Called by any thread. */
  boolean hasTurn(Inlet inlet) {
    return inlets.indexOf(inlet) <= turn;
  }

  /** The next item of the inlet whose turn it is; called by the owner of the inbox. */
  Inbox.@Nullable Item next(Queue<Inbox.Item> queue) {
    Inlet current = turn < inlets.size() ? inlets.get(turn) : null;
    Inbox.End waited = early.remove(current);
    if (waited != null) {
      return passed(waited);
    }
    for (Inbox.Item item = queue.poll(); item != null; item = queue.poll()) {
      if (!(item instanceof Inbox.End end)) {
        return item;
      }
      if (end.inlet().equals(current)) {
        return passed(end);
      }
      early.put(end.inlet(), end);
    }
    return null;
  }

  private Inbox.End passed(Inbox.End end) {
    if (end.error() == null) {
      int next = turn + 1;
      turn = next;
      if (next < inlets.size()) {
        inlets.get(next).begin();
      }
    }
    return end;
  }
}
