package dev.leat.runtime.execution;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input of a task whose elements leave one by one: takes them out of the chunks of an inbox, in
 * order, and knows the chunks of which elements are still under way. Belongs to the thread that
 * drains the task.
 */
final class PendingInput {

  private final Inbox inbox;
  private final Set<PendingChunk> open = new HashSet<>();
  private @Nullable PendingChunk current;
  private int index;
  private int endedInlets;
  private @Nullable Throwable error;
  private boolean abandoned;

  PendingInput(Inbox inbox) {
    this.inbox = inbox;
  }

  /** The chunk of the next element, or null if there is none at the moment. */
  @Nullable PendingChunk chunk() {
    while (current == null && error == null) {
      switch (inbox.poll()) {
        case null -> {
          return null;
        }
        case Inbox.Arrival(Chunk chunk, Inlet inlet) -> {
          PendingChunk arrived = new PendingChunk(chunk);
          open.add(arrived);
          current = arrived;
          index = 0;
          inlet.taken(chunk);
        }
        case Inbox.End(Inlet inlet, Throwable failure) -> {
          endedInlets++;
          error = failure;
        }
      }
    }
    return current;
  }

  /** Takes the next element out of {@link #chunk}; returns its place in it. */
  int next() {
    PendingChunk from = current;
    int at = index++;
    if (from != null && index == from.chunk().size) {
      current = null;
    }
    return at;
  }

  /** One more element of a chunk has left. */
  void left(PendingChunk chunk) {
    if (chunk.left()) {
      open.remove(chunk);
    }
  }

  /** Whether there is another element, or may be. */
  boolean waits() {
    return current != null || inbox.waiting() > 0;
  }

  /** How many elements are at hand. */
  long available() {
    PendingChunk from = current;
    return inbox.waiting() + (from == null ? 0 : from.chunk().size - index);
  }

  /** Whether everything was taken and no more will come. */
  boolean exhausted() {
    return current == null && endedInlets == inbox.inlets();
  }

  /** Why the input broke off, or null; what came before it was taken. */
  @Nullable Throwable error() {
    return error;
  }

  /**
   * Drops everything as if it had been delivered, because nobody wants the results. Called again
   * for what was on its way.
   */
  void abandon() {
    if (!abandoned) {
      abandoned = true;
      inbox.cancel();
      open.forEach(pending -> pending.chunk().acks.release());
      open.clear();
      current = null;
    }
    inbox.discard();
  }
}
