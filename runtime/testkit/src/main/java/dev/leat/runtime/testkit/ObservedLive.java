package dev.leat.runtime.testkit;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveLane;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes a live source on to a job and watches it: how long it keeps an event loop busy, and
 * whether its lanes keep the contract. Thread-safe.
 */
final class ObservedLive<T> implements LiveSource<T> {

  /** What the names of the threads of event loops begin with. */
  private static final String LOOP = "leat-loop";

  /** Of so many elements of a block one is described, because that may take long. */
  private static final int EVERY = 97;

  private final LiveSource<T> source;
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();

  ObservedLive(LiveSource<T> source) {
    this.source = source;
  }

  /** Fails if a promise was broken, or something was not closed. */
  void requireKept() {
    if (!broken.isEmpty()) {
      throw new AssertionError("the source broke its promises: " + broken);
    }
    if (open.get() != 0) {
      throw new AssertionError(
          "%d lanes or listeners were opened but not closed".formatted(open.get()));
    }
  }

  /** The longest time that a call of the source has kept an event loop busy. */
  Duration longestOnLoop() {
    return Duration.ofNanos(longest.get());
  }

  @Override
  public String describe() {
    return source.describe();
  }

  @Override
  public boolean finite() {
    return source.finite();
  }

  @Override
  public OnError onError() {
    return source.onError();
  }

  @Override
  public LiveListener listen(ConnectorContext context, LaneAcceptor<T> acceptor) throws Exception {
    LiveListener listener = source.listen(context, new Watching(acceptor));
    open.incrementAndGet();
    return new LiveListener() {
      @Override
      public void stop() {
        listener.stop();
      }

      @Override
      public void close() throws Exception {
        listener.close();
        open.decrementAndGet();
      }
    };
  }

  private <R extends @Nullable Object> R timed(Callable<R> call) throws Exception {
    boolean loop = Thread.currentThread().getName().startsWith(LOOP);
    long begin = System.nanoTime();
    try {
      return call.call();
    } finally {
      if (loop) {
        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
      }
    }
  }

  private final class Watching implements LaneAcceptor<T> {

    private final LaneAcceptor<T> acceptor;

    Watching(LaneAcceptor<T> acceptor) {
      this.acceptor = acceptor;
    }

    @Override
    public boolean accept(LiveLane<? extends T> lane) {
      open.incrementAndGet();
      boolean taken = acceptor.accept(new WatchedLane<T>(lane));
      if (!taken) {
        open.decrementAndGet();
      }
      return taken;
    }

    @Override
    public void ended() {
      acceptor.ended();
    }

    @Override
    public void failed(Exception cause) {
      acceptor.failed(cause);
    }
  }

  private final class WatchedLane<E> implements LiveLane<E> {

    private final LiveLane<? extends E> lane;
    private long end;

    WatchedLane(LiveLane<? extends E> lane) {
      this.lane = lane;
    }

    @Override
    public String name() {
      return lane.name();
    }

    @Override
    public Executor executor() {
      return lane.executor();
    }

    @Override
    public void open(Runnable wake) {
      Thread home = Thread.currentThread();
      lane.open(() -> {
        if (Thread.currentThread() != home) {
          broken.add("%s was woken on %s".formatted(lane.name(), Thread.currentThread().getName()));
        }
        wake.run();
      });
    }

    @Override
    public @Nullable Block<E> poll() throws Exception {
      return watched(timed(lane::poll));
    }

    private @Nullable Block<E> watched(@Nullable Block<? extends E> block) {
      if (block == null) {
        return null;
      }
      if (block.from() < end || block.to() < block.from()) {
        broken.add(
            "a block from %d to %d came after one to %d".formatted(block.from(), block.to(), end));
      }
      end = block.to();
      return new WatchedBlock<E>(lane, block);
    }

    @Override
    public boolean ended() {
      return lane.ended();
    }

    @Override
    public void stop() {
      lane.stop();
    }

    @Override
    public Position describe(long position) {
      return lane.describe(position);
    }

    @Override
    public long done(long position) {
      return lane.done(position);
    }

    @Override
    public String unit() {
      return lane.unit();
    }

    @Override
    public void acknowledged(long position) {
      lane.acknowledged(position);
    }

    @Override
    public void close() {
      lane.close();
      open.decrementAndGet();
    }
  }

  private final class WatchedBlock<E> implements Block<E> {

    private final LiveLane<?> lane;
    private final Block<? extends E> block;
    private long last;
    private int elements;
    private Position place = Position.NONE;

    WatchedBlock(LiveLane<?> lane, Block<? extends E> block) {
      this.lane = lane;
      this.block = block;
      last = block.from() - 1;
    }

    @Override
    public boolean read(Emitter<? super E> out) throws Exception {
      return timed(() ->
          block.read(
              new Emitter<E>() {
                @Override
                public boolean emit(E element, long position) {
                  check(position);
                  return out.emit(element, position);
                }

                @Override
                public boolean reject(String text, long position, Exception cause) {
                  check(position);
                  return out.reject(text, position, cause);
                }
              }));
    }

    private void check(long position) {
      if (position <= last || position >= block.to()) {
        broken.add(
            "position %d is not greater than %d and less than %d"
                .formatted(position, last, block.to()));
      }
      last = position;
      if (elements++ % EVERY == 0) {
        describe(position);
      }
    }

    private void describe(long position) {
      Position now = lane.describe(position);
      if (now.source().isEmpty() || now.line() < place.line() || now.offset() < place.offset()) {
        broken.add("%s was described after %s".formatted(now, place));
      }
      place = now;
    }

    @Override
    public long from() {
      return block.from();
    }

    @Override
    public long to() {
      return block.to();
    }

    @Override
    public long weight() {
      return block.weight();
    }
  }
}
