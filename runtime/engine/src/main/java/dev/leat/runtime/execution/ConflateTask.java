package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.GraphEdge;
import org.jspecify.annotations.Nullable;

/**
 * Takes in everything at once and holds one element: the latest. It leaves when there is room
 * behind it; what it replaces counts as delivered.
 */
final class ConflateTask extends Task {

  private final StageRun stage;
  private final Inbox inbox;
  private final Ports ports;
  private final Port port;
  private @Nullable Chunk latest;
  private @Nullable Throwable error;
  private int endedInlets;
  private boolean ended;

  ConflateTask(Assignment assignment, StageRun stage) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.stage = stage;
    this.inbox = new Inbox(this::signal);
    this.ports = new Ports(this, assignment.keys());
    this.port = ports.port(new PortKey(stage.node().id(), GraphEdge.Port.RESULTS));
  }

  Inbox inbox() {
    return inbox;
  }

  Ports ports() {
    return ports;
  }

  @Override
  boolean drain() {
    if (ended) {
      if (!job().stopping() && ports.cancelled()) {
        inbox.discard();
      }
      return false;
    }
    long begin = System.nanoTime();
    boolean progress = true;
    while (progress && !ended) {
      if (job().stopping()) {
        ended = true;
      } else if (ports.cancelled()) {
        leaveOff();
      } else {
        boolean sent = send();
        progress = receive() || sent;
      }
    }
    busyNanos().add(System.nanoTime() - begin);
    return false;
  }

  private boolean send() {
    Chunk chunk = latest;
    if (chunk == null) {
      end();
      return false;
    }
    if (!port.ready()) {
      return false;
    }
    latest = null;
    stage.out.increment();
    port.send(chunk);
    return true;
  }

  private boolean receive() {
    return switch (inbox.poll()) {
      case null -> false;
      case Inbox.Arrival(Chunk chunk, Inlet inlet) -> {
        inlet.taken(chunk);
        take(chunk);
        chunk.acks.release();
        yield true;
      }
      case Inbox.End(Inlet inlet, Throwable failure) -> {
        endedInlets++;
        error = error == null ? failure : error;
        yield true;
      }
    };
  }

  private void take(Chunk chunk) {
    stage.in.add(chunk.size);
    for (int i = 0; i < chunk.size && !ports.cancelled(); i++) {
      Chunk replaced = latest;
      if (replaced != null) {
        replaced.acks.release();
      }
      chunk.acks.retain();
      latest =
          new Chunk(
              new Object[] {chunk.elements[i]},
              new Positions(chunk.position(i), null),
              1,
              0,
              chunk.lane,
              chunk.acks);
      send();
    }
  }

  private void end() {
    Throwable failure = error;
    if (failure != null) {
      ended = true;
      ports.fail(job().failure(failure).exception());
    } else if (endedInlets == inbox.inlets()) {
      ended = true;
      ports.complete();
    }
  }

  /** Nobody wants more. */
  private void leaveOff() {
    ended = true;
    inbox.cancel();
    inbox.discard();
    Chunk chunk = latest;
    latest = null;
    if (chunk != null) {
      chunk.acks.release();
    }
    ports.complete();
  }

  @Override
  long undelivered() {
    return inbox.waiting() + (latest == null ? 0 : 1);
  }
}
