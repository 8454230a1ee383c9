package dev.leat.runtime.testkit;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveLane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Where visitors come in, one lane for each guest, maybe with a fault. */
final class Door {

  /** What is wrong. */
  enum Fault {
    NONE,
    SAYS_NOTHING,
    LOSES_AN_ELEMENT,
    SWAPS_ELEMENTS,
    WAKES_ELSEWHERE,
    REPEATS_POSITIONS,
    NAMES_NO_SOURCE,
    FORGETS_WHAT_IT_DESCRIBES,
    KEEPS_THE_LOOP_BUSY,
    FAILS_WITH_ITS_PEERS,
    IS_CLOSED_ONCE_ONLY
  }

  final Fault fault;
  final boolean locked;
  private final ExecutorService loop =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("leat-loop-door").unstarted(task));
  private volatile CompletableFuture<LaneAcceptor<String>> acceptor = new CompletableFuture<>();

  Door() {
    this(Fault.NONE, false);
  }

  Door(Fault fault, boolean locked) {
    this.fault = fault;
    this.locked = locked;
  }

  static Door locked() {
    return new Door(Fault.NONE, true);
  }

  void open(LaneAcceptor<String> to) throws IOException {
    if (locked) {
      throw new IOException("cannot open the door: it is locked");
    }
    acceptor.complete(to);
  }

  /** From now on the next opening is meant. */
  void shut() {
    acceptor = new CompletableFuture<>();
  }

  Door awaitOpen() throws Exception {
    acceptor.get(10, TimeUnit.SECONDS);
    return this;
  }

  VisitLane enter() throws Exception {
    VisitLane lane = new VisitLane(fault, loop);
    acceptor.get(10, TimeUnit.SECONDS).accept(lane);
    return lane;
  }

  /** One guest's visitors. */
  static final class VisitLane implements LiveLane<String> {

    private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
    private final Fault fault;
    private final ExecutorService loop;
    private volatile Runnable wake = () -> {};
    private volatile boolean ended;
    private volatile boolean broken;
    private final AtomicLong forgotten = new AtomicLong();
    private volatile boolean closed;
    private long next;

    VisitLane(Fault fault, ExecutorService loop) {
      this.fault = fault;
      this.loop = loop;
    }

    void visit(List<String> visitors) {
      List<String> list = new ArrayList<>(visitors);
      if (fault == Fault.LOSES_AN_ELEMENT && list.size() > 1) {
        list.set(0, "nobody");
      }
      if (fault == Fault.SWAPS_ELEMENTS) {
        Collections.reverse(list);
      }
      waiting.addAll(list);
      signal();
    }

    void leave() {
      ended = true;
      signal();
    }

    void breakOff() {
      broken = true;
      leave();
    }

    private void signal() {
      if (fault == Fault.WAKES_ELSEWHERE) {
        wake.run();
      } else {
        loop.execute(() -> wake.run());
      }
    }

    @Override
    public String name() {
      return "guest";
    }

    @Override
    public Executor executor() {
      return loop;
    }

    @Override
    public void open(Runnable callback) {
      wake = callback;
      loop.execute(callback);
    }

    @Override
    public @Nullable Block<String> poll() throws IOException {
      if (broken && fault == Fault.FAILS_WITH_ITS_PEERS) {
        throw new IOException("the guest has gone");
      }
      if (fault == Fault.KEEPS_THE_LOOP_BUSY && !waiting.isEmpty()) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 150_000_000) {
          Thread.onSpinWait();
        }
      }
      List<String> found = new ArrayList<>();
      while (!waiting.isEmpty()) {
        found.add(waiting.remove());
      }
      if (found.isEmpty()) {
        return null;
      }
      long from = next;
      next += found.size();
      return new Visit(found, from, fault == Fault.REPEATS_POSITIONS);
    }

    @Override
    public boolean ended() {
      return ended && waiting.isEmpty();
    }

    @Override
    public void stop() {
      leave();
    }

    @Override
    public Position describe(long position) {
      return new Position(
          fault == Fault.NAMES_NO_SOURCE ? "" : "guest", position + 1 + forgotten.get(), -1);
    }

    @Override
    public void acknowledged(long position) {
      forgotten.addAndGet(fault == Fault.FORGETS_WHAT_IT_DESCRIBES ? 1 : 0);
    }

    @Override
    public void close() {
      if (closed && fault == Fault.IS_CLOSED_ONCE_ONLY) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }

  private static final class Visit implements Block<String> {

    private final List<String> visitors;
    private final long from;
    private final boolean repeats;
    private int next;

    Visit(List<String> visitors, long from, boolean repeats) {
      this.visitors = visitors;
      this.from = from;
      this.repeats = repeats;
    }

    @Override
    public boolean read(Emitter<? super String> out) {
      while (next < visitors.size()) {
        int current = next++;
        if (!out.emit(visitors.get(current), repeats ? from : from + current)) {
          break;
        }
      }
      return next == visitors.size();
    }

    @Override
    public long from() {
      return from;
    }

    @Override
    public long to() {
      return from + visitors.size();
    }

    @Override
    public long weight() {
      return visitors.size();
    }
  }
}
