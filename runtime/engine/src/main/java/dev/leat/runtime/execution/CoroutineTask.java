package dev.leat.runtime.execution;

import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.graph.GraphEdge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a coroutine with a memory for each lane. The task itself only brings chunks to the
 * coroutines and sends on what they emit; the coroutines run on threads of their own and wait for
 * it. Chunks that a coroutine has not taken yet keep their room in the edge before.
 */
final class CoroutineTask extends Task {

  private final StageRun stage;
  private final Coroutine<Object, Object> body;
  private final Executor threads;
  private final int lanes;
  private final int chunkElements;
  private final int chunkBytes;
  private final Inbox inbox;
  private final Ports ports;
  private final Port port;
  private final Map<@Nullable LaneAccount, LaneCoroutine> coroutines = new HashMap<>();
  private final Queue<LaneAccount> over = new ConcurrentLinkedQueue<>();
  private final List<LaneAccount> leaving = new ArrayList<>();
  private @Nullable Throwable inputError;
  private @Nullable Failure failure;
  private int endedInlets;
  private boolean ended;
  private final Set<LaneCoroutine> running = ConcurrentHashMap.newKeySet();
  private final RunningThreads threadsRunning = new RunningThreads();

  /**
   * A task without coroutines.
   *
   * @param threads runs each coroutine on a thread of its own
   * @param lanes how many lanes there can be; 1 if the elements of all lanes are one stream
   */
  CoroutineTask(
      Assignment assignment,
      StageRun stage,
      Coroutine<Object, Object> body,
      Executor threads,
      int lanes) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.stage = stage;
    this.body = body;
    this.threads = threads;
    this.lanes = lanes;
    this.chunkElements = assignment.settings().chunkElements();
    this.chunkBytes = assignment.settings().chunkBytes();
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
        leaveOff();
      }
      return false;
    }
    long begin = System.nanoTime();
    boolean progress = true;
    while (progress && !ended) {
      if (job().stopping()) {
        stop();
      } else if (ports.cancelled()) {
        ended = true;
        leaveOff();
        ports.complete();
      } else {
        boolean received = receive();
        progress = send() || received;
        if (lanes == Integer.MAX_VALUE) {
          forgetLanes();
        }
        end();
      }
    }
    busyNanos().add(System.nanoTime() - begin);
    return false;
  }

  private void stop() {
    ended = true;
    coroutines.values().forEach(LaneCoroutine::stop);
  }

  /** Nobody wants more. */
  private void leaveOff() {
    inbox.cancel();
    inbox.discard();
    coroutines.values().forEach(LaneCoroutine::drop);
  }

  private boolean receive() {
    return switch (inbox.poll()) {
      case null -> false;
      case Inbox.Arrival arrival -> {
        coroutine(lanes == 1 ? null : arrival.chunk().lane).add(arrival);
        yield true;
      }
      case Inbox.End(Inlet inlet, Throwable error) -> {
        endedInlets++;
        inputError = inputError == null ? error : inputError;
        if (inputError != null || endedInlets == inbox.inlets()) {
          coroutines.values().forEach(coroutine -> coroutine.endInput(inputError != null));
        }
        yield true;
      }
    };
  }

  private LaneCoroutine coroutine(@Nullable LaneAccount lane) {
    LaneCoroutine known = coroutines.get(lane);
    if (known != null) {
      return known;
    }
    LaneCoroutine made = new LaneCoroutine(this, stage, body, chunkElements, chunkBytes);
    coroutines.put(lane, made);
    running.add(made);
    if (lane != null && lanes == Integer.MAX_VALUE) {
      // Its acknowledgements tell when the lane has ended and its coroutine has taken all of it.
      lane.whenOver(() -> laneOver(lane));
    }
    job().enter();
    try {
      threads.execute(made);
    } catch (RuntimeException e) {
      job().exit();
      throw e;
    }
    return made;
  }

  private void laneOver(LaneAccount lane) {
    over.add(lane);
    signal();
  }

  /** Ends the input of the coroutines whose lanes are over, and forgets those that have ended. */
  private void forgetLanes() {
    for (LaneAccount lane = over.poll(); lane != null; lane = over.poll()) {
      LaneCoroutine coroutine = coroutines.get(lane);
      if (coroutine != null) {
        coroutine.endInput(false);
        leaving.add(lane);
      }
    }
    leaving.removeIf(this::hasLeft);
  }

  private boolean hasLeft(LaneAccount lane) {
    LaneCoroutine coroutine = coroutines.get(lane);
    boolean left =
        coroutine == null
            || (coroutine.isOver() && !coroutine.hasOutput() && coroutine.failure() == null);
    if (left && coroutine != null) {
      coroutines.remove(lane);
      running.remove(coroutine);
    }
    return left;
  }

  /** Sends on what the coroutines have emitted. */
  private boolean send() {
    boolean any = false;
    for (LaneCoroutine coroutine : coroutines.values()) {
      while (coroutine.hasOutput() && port.ready()) {
        port.send(coroutine.takeOutput());
        any = true;
      }
      Failure broken = coroutine.failure();
      if (failure == null && broken != null && !coroutine.hasOutput()) {
        failure = broken;
      }
    }
    return any;
  }

  private void end() {
    Failure reason = failure;
    if (reason != null) {
      stop();
      ports.fail(reason.exception());
      return;
    }
    boolean over = true;
    for (LaneCoroutine coroutine : coroutines.values()) {
      over &= coroutine.isOver() && !coroutine.hasOutput() && coroutine.failure() == null;
    }
    Throwable error = inputError;
    boolean noInput = error != null || endedInlets == inbox.inlets();
    if (over && error != null) {
      ended = true;
      ports.fail(job().failure(error).exception());
    } else if (over && (noInput || coroutines.size() == lanes)) {
      // All have returned, so nobody wants what may still come.
      ended = true;
      inbox.cancel();
      inbox.discard();
      ports.complete();
    }
  }

  @Override
  RunningThreads running() {
    return threadsRunning;
  }

  /** They go from element to element without leaving their carriers. */
  @Override
  long piece() {
    return stage.moved();
  }

  @Override
  List<Thread> threads() {
    List<Thread> all = new ArrayList<>(super.threads());
    for (LaneCoroutine coroutine : running) {
      Thread thread = coroutine.thread();
      if (thread != null) {
        all.add(thread);
      }
    }
    return all;
  }

  @Override
  void interrupt() {
    super.interrupt();
    running.forEach(LaneCoroutine::interrupt);
  }

  @Override
  long undelivered() {
    long waiting = inbox.waiting();
    for (LaneCoroutine coroutine : running) {
      waiting += coroutine.undelivered();
    }
    return waiting;
  }
}
