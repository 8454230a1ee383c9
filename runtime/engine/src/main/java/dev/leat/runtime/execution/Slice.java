package dev.leat.runtime.execution;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A piece of input that one worker computes at a time, and what came of it. The worker that runs it
 * owns it; when it sets {@link #state}, its results belong to the thread that emits.
 */
final class Slice {

  /** The states of a slice. */
  enum State {
    /** A worker computes it. */
    RUNNING,
    /** It has more results than may be held; it goes on when these are emitted. */
    SUSPENDED,
    /** Its results were emitted and it waits for a worker. */
    RESUMABLE,
    /** Everything is computed. */
    DONE
  }

  final @Nullable Chunk input;
  final int from;
  final int to;
  final Chain chain;
  final Map<Port, Queue<Chunk>> results = new HashMap<>();
  int next;
  boolean blockRead;
  boolean kept;
  @Nullable Failure failure;
  private int counted;
  volatile State state = State.RUNNING;

  /**
   * A slice.
   *
   * @param input what it is cut from; null to collect what a chain still holds at the very end
   * @param from the first element
   * @param to behind the last element
   * @param chain computes it
   */
  Slice(@Nullable Chunk input, int from, int to, Chain chain) {
    this.input = input;
    this.from = from;
    this.next = from;
    this.to = to;
    this.chain = chain;
  }

  void add(Port port, Chunk chunk) {
    results.computeIfAbsent(port, key -> new ArrayDeque<>()).add(chunk);
  }

  /** Whether it has to be emitted so that something goes on or ends. */
  boolean isUrgent() {
    return state == State.SUSPENDED || failure != null;
  }

  int held() {
    int chunks = 0;
    for (Queue<Chunk> queue : results.values()) {
      chunks += queue.size();
    }
    return chunks;
  }

  /** How many elements of results are held more than at the last call. */
  int countHeld() {
    int elements = 0;
    for (Queue<Chunk> queue : results.values()) {
      for (Chunk chunk : queue) {
        elements += chunk.size;
      }
    }
    int more = elements - counted;
    counted = elements;
    return more;
  }

  /** The results were sent: returns how many were counted as held. */
  int forgetHeld() {
    int was = counted;
    counted = 0;
    return was;
  }

  /** Adds what holds its input and its results to {@code held}, and forgets them. */
  void abandon(List<AckSet> held) {
    if (input != null) {
      held.add(input.acks);
    }
    for (Queue<Chunk> queue : results.values()) {
      queue.forEach(chunk -> held.add(chunk.acks));
      queue.clear();
    }
  }

  /** Sends what may be sent; returns whether nothing is left. */
  boolean emit() {
    boolean clear = true;
    for (Map.Entry<Port, Queue<Chunk>> entry : results.entrySet()) {
      Queue<Chunk> queue = entry.getValue();
      while (!queue.isEmpty() && entry.getKey().ready()) {
        entry.getKey().sendQuietly(queue.remove()); // the task wakes them
      }
      clear &= queue.isEmpty();
    }
    return clear;
  }
}
