package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Block;
import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.plan.PlannedSegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sequential segment: takes one input after the other and pushes its elements through the
 * chain, as long as every output has room. It runs on the thread that brings its input, or on one
 * of its own if what it does may block.
 */
final class SequentialTask extends Task {

  private final Inbox inbox;
  private final Ports ports;
  private final Reminder reminder;
  private final ChainChoice choice;
  private Chain chain;
  private int endedInlets;
  private Inbox.@Nullable Arrival current;
  private int index;
  private boolean blockRead;
  private boolean kept;
  private boolean unflushed;
  private boolean early;
  private boolean ending;
  private boolean ended;
  private boolean finished;

  /**
   * A task.
   *
   * @param ownThread whether input wakes it on its own executor, or is dealt with on the thread
   *     that brings it
   */
  SequentialTask(Assignment assignment, PlannedSegment segment, boolean ownThread) {
    super(assignment.job(), assignment.name(), assignment.home());
    PlanSettings settings = assignment.settings();
    this.inbox = new Inbox(ownThread ? this::signal : this::signalHere, !ownThread);
    this.ports = new Ports(this, assignment.keys());
    this.reminder = new Reminder(job().timers(), ports::isQuiet, ports::wakeReceivers);
    Chains chains =
        new Chains(
            assignment.compiler(),
            segment,
            (cursor, key) -> new PortOutput(cursor, settings, ports.port(key)),
            this::signal);
    this.choice = new ChainChoice(chains, settings);
    this.chain = choice.current();
  }

  Ports ports() {
    return ports;
  }

  Inbox inbox() {
    return inbox;
  }

  @Override
  boolean drain() {
    if (ended && !early && unwanted()) {
      early = true;
      inbox.cancel();
      if (current != null) {
        current.chunk().acks.release();
      }
    }
    if (early) {
      inbox.discard();
    }
    if (ended) {
      return false;
    }
    long begin = System.nanoTime();
    while (!ended && step()) {
      // Each step does one thing and looks around again.
    }
    if (ended) {
      chain.disarm();
    }
    chain.head().count();
    reminder.cancel();
    if (finished) {
      choice.keep();
    }
    busyNanos().add(System.nanoTime() - begin);
    return false;
  }

  /** Whether what went wrong here does not matter, because the stream has ended before it. */
  private boolean unwanted() {
    return !job().stopping() && !ports.all().isEmpty() && ports.cancelled();
  }

  /** Does the next thing; returns false if there is nothing to do at the moment. */
  private boolean step() {
    if (job().stopping()) {
      ended = true;
      return false;
    }
    Failure failure = chain.cursor().failure;
    if (failure != null) {
      return fail(failure);
    }
    if (kept) {
      kept = !chain.resume();
      if (kept && chain.cursor().failure == null) {
        // What came before must not wait for what is kept, which may have to wait for its time. If
        // something could leave now, that may be what the rest was waiting for.
        return chain.flushSome() || chain.cursor().failure != null;
      }
      return true;
    }
    if (unflushed) {
      unflushed = !chain.flush();
      return !unflushed || chain.cursor().failure != null;
    }
    if (current != null) {
      return process(current);
    }
    ending |= endedInlets == inbox.inlets();
    if (!ending && chain.done()) {
      ending = true;
      early = true;
      inbox.cancel();
      inbox.discard();
    }
    if (ending) {
      return finish();
    }
    if (!ports.ready()) {
      return false;
    }
    kept = chain.expire();
    unflushed = kept;
    return kept || receive();
  }

  private boolean receive() {
    Inbox.Item item = inbox.poll();
    return switch (item) {
      case null -> false;
      case Inbox.Arrival arrival -> {
        current = arrival;
        index = 0;
        blockRead = false;
        reminder.arm();
        choice.begin();
        chain.cursor().at(arrival.chunk().lane, arrival.chunk().acks);
        yield true;
      }
      case Inbox.End(Inlet inlet, Throwable error) -> {
        if (error != null) {
          chain.cursor().failure = job().failure(error);
        } else {
          endedInlets++;
        }
        yield true;
      }
    };
  }

  private boolean process(Inbox.Arrival arrival) {
    Chunk chunk = arrival.chunk();
    if (!chain.done() && !(chunk.block == null ? pushAll(chunk) : read(chunk, chunk.block))) {
      kept = true;
      return true;
    }
    if (!chain.flush()) {
      return chain.cursor().failure != null;
    }
    current = null;
    chain.head().count(); // also those who look while there is always more to do see it move
    chain.cursor().at(null, AckSet.NONE);
    chunk.acks.release();
    arrival.inlet().taken(chunk);
    if (chain.cursor().failure == null) {
      chain = choice.end();
    }
    return true;
  }

  private boolean pushAll(Chunk chunk) {
    index = chain.push(chunk, index, chunk.size);
    return !chain.head().refused();
  }

  private boolean read(Chunk chunk, Block<Object> block) {
    if (!blockRead) {
      blockRead = chain.read(Objects.requireNonNull(chunk.lane), block);
      return blockRead && !chain.head().refused();
    }
    return true;
  }

  private boolean finish() {
    if (!chain.finish()) {
      kept = true;
      unflushed = true;
      return true;
    }
    if (!chain.flush() || chain.cursor().failure != null) {
      return chain.cursor().failure != null;
    }
    ended = true;
    finished = true;
    ports.complete();
    if (ports.all().isEmpty()) {
      job().sinkEnded();
    }
    return false;
  }

  /** Hands over what came before the failure, then the failure. */
  private boolean fail(Failure failure) {
    Cursor cursor = chain.cursor();
    cursor.failure = null;
    boolean clear = chain.flush();
    Failure before = cursor.failure;
    if (before != null) {
      // What came before has failed as well, so that counts.
      cursor.failure = before.and(failure);
      return true;
    }
    cursor.failure = failure;
    if (!clear) {
      return false;
    }
    ended = true;
    Throwable error = failure.exception();
    if (ports.all().isEmpty()) {
      job().fail(error);
    } else {
      ports.fail(error);
    }
    return false;
  }

  @Override
  long undelivered() {
    Inbox.Arrival arrival = current;
    long rest = arrival == null ? 0 : Math.max(1, arrival.chunk().size - index);
    return rest + inbox.waiting();
  }
}
