package dev.leat.runtime;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveLane;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A live source whose lanes a test brings and fills, and which notes every call that breaks the
 * rules. An element is the name of its lane and a number: {@code a-0}.
 */
final class LiveProbe implements LiveSource<String> {

  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final ExecutorService[] loops = {loop(0), loop(1)};
  private final CompletableFuture<LaneAcceptor<String>> acceptor = new CompletableFuture<>();
  private final AtomicInteger next = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger stopped = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  private static ExecutorService loop(int number) {
    return Executors.newSingleThreadExecutor(task -> new Thread(task, "probe-loop-" + number));
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public String describe() {
    return "probe";
  }

  @Override
  public OnError onError() {
    return OnError.skip();
  }

  @Override
  public LiveListener listen(ConnectorContext context, LaneAcceptor<String> lanes) {
    acceptor.complete(lanes);
    return new LiveListener() {
      @Override
      public void stop() {
        stopped.incrementAndGet();
        lanes.ended();
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  LaneAcceptor<String> acceptor() throws Exception {
    return acceptor.get(10, TimeUnit.SECONDS);
  }

  /** Brings a lane; null if it was not taken. */
  @Nullable ProbeLane bring(String name) throws Exception {
    ProbeLane lane = new ProbeLane(name, loops[next.getAndIncrement() % loops.length]);
    return acceptor().accept(lane) ? lane : null;
  }

  /** Brings a lane that must be taken. */
  ProbeLane lane(String name) throws Exception {
    ProbeLane lane = bring(name);
    if (lane == null) {
      throw new AssertionError("the lane was not taken");
    }
    return lane;
  }

  void close() throws InterruptedException {
    for (ExecutorService loop : loops) {
      loop.shutdown();
      if (!loop.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new AssertionError("a loop does not end");
      }
    }
  }

  /** A lane that counts. */
  final class ProbeLane implements LiveLane<String> {

    private final String name;
    private final ExecutorService loop;
    private final Queue<Block<String>> blocks = new ArrayDeque<>();
    private final AtomicInteger closes = new AtomicInteger();
    private volatile long acknowledged;
    private final AtomicInteger polled = new AtomicInteger();
    private @Nullable Runnable wake;
    private @Nullable Exception failure;
    private long made;
    private boolean half;
    private boolean over;

    private ProbeLane(String name, ExecutorService loop) {
      this.name = name;
      this.loop = loop;
    }

    /** Receives so many elements, as one block. */
    ProbeLane receive(int elements) {
      loop.execute(() -> {
        blocks.add(new Numbers(this, made, made + elements, null));
        made += elements;
        woken();
      });
      return this;
    }

    /** Waits until everything it was told to receive has been received. */
    ProbeLane awaitReceived() throws Exception {
      CompletableFuture.runAsync(() -> {}, loop).get(10, TimeUnit.SECONDS);
      return this;
    }

    /** Receives the beginning of an element, which stays unfinished. */
    ProbeLane receiveHalf() {
      loop.execute(() -> half = true);
      return this;
    }

    /** Its peer has gone. */
    ProbeLane end() {
      loop.execute(() -> {
        finish("gone");
        woken();
      });
      return this;
    }

    ProbeLane fail(Exception cause) {
      loop.execute(() -> {
        failure = cause;
        woken();
      });
      return this;
    }

    int closes() {
      return closes.get();
    }

    int polled() {
      return polled.get();
    }

    long acknowledged() {
      return acknowledged;
    }

    private void finish(String reason) {
      if (half) {
        blocks.add(new Numbers(this, made, made + 1, reason));
        half = false;
      }
      over = true;
    }

    private void woken() {
      if (wake != null) {
        wake.run();
      }
    }

    private void checkThread(String call) {
      if (!Thread.currentThread().getName().startsWith("probe-loop-")) {
        violations.add(call + " on " + Thread.currentThread().getName());
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Executor executor() {
      return loop;
    }

    @Override
    public void open(Runnable callback) {
      checkThread("open");
      if (wake != null) {
        violations.add("opened twice");
      }
      wake = callback;
      open.incrementAndGet();
    }

    @Override
    public @Nullable Block<String> poll() throws Exception {
      checkThread("poll");
      if (closes.get() > 0) {
        violations.add("polled after close");
      }
      if (failure != null) {
        throw failure;
      }
      Block<String> block = blocks.poll();
      polled.addAndGet(block == null ? 0 : 1);
      return block;
    }

    @Override
    public boolean ended() {
      return over && blocks.isEmpty();
    }

    @Override
    public void stop() {
      checkThread("stop");
      if (!over) {
        finish("drained");
      }
    }

    @Override
    public Position describe(long position) {
      return new Position(name, position + 1, -1);
    }

    @Override
    public void acknowledged(long position) {
      acknowledged = position;
    }

    @Override
    public void close() {
      if (closes.incrementAndGet() > 1) {
        violations.add("closed twice");
      }
      open.decrementAndGet();
    }
  }

  /** A block of counted elements, or of one that is rejected. */
  private static final class Numbers implements Block<String> {

    private final ProbeLane lane;
    private final long from;
    private final long to;
    private final @Nullable String rejection;
    private long at;

    Numbers(ProbeLane lane, long from, long to, @Nullable String rejection) {
      this.lane = lane;
      this.from = from;
      this.to = to;
      this.rejection = rejection;
      this.at = from;
    }

    @Override
    public boolean read(Emitter<? super String> out) {
      boolean more = true;
      while (more && at < to) {
        long position = at++;
        more =
            rejection == null
                ? out.emit(lane.name + "-" + position, position)
                : out.reject("half", position, new IllegalStateException(rejection));
      }
      return at == to;
    }

    @Override
    public long from() {
      return from;
    }

    @Override
    public long to() {
      return to;
    }

    @Override
    public long weight() {
      return to - from;
    }
  }
}
