package dev.leat.runtime.testkit;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes a source on to a job and tells how often it was opened and closed, and how long it kept an
 * event loop busy. Thread-safe.
 */
final class ObservedSource<T> implements Source<T> {

  /** What the names of the threads of event loops begin with. */
  private static final String LOOP = "leat-loop";

  private final Source<T> source;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();

  ObservedSource(Source<T> source) {
    this.source = source;
  }

  /** Checks that every reader was closed once. */
  void expectClosed() {
    if (closed.get() != opened.get()) {
      throw new AssertionError(
          "%d readers were opened, but close was called %d times"
              .formatted(opened.get(), closed.get()));
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
  public List<Lane<T>> lanes(ConnectorContext context) throws Exception {
    List<Lane<T>> lanes = new ArrayList<>();
    for (Lane<T> lane : source.lanes(context)) {
      lanes.add(new ObservedLane(lane));
    }
    return lanes;
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

  private final class ObservedLane implements Lane<T> {

    private final Lane<T> lane;

    ObservedLane(Lane<T> lane) {
      this.lane = lane;
    }

    @Override
    public String name() {
      return lane.name();
    }

    @Override
    public long size() {
      return lane.size();
    }

    @Override
    public String unit() {
      return lane.unit();
    }

    @Override
    public LaneReader<T> open() throws Exception {
      LaneReader<T> reader = timed(lane::open);
      opened.incrementAndGet();
      return new ObservedReader(reader);
    }
  }

  private final class ObservedReader implements LaneReader<T> {

    private final LaneReader<T> reader;

    ObservedReader(LaneReader<T> reader) {
      this.reader = reader;
    }

    @Override
    public @Nullable Block<T> next() throws Exception {
      Block<T> block = reader.next();
      return block == null ? null : new ObservedBlock(block);
    }

    @Override
    public Position describe(long position) {
      return reader.describe(position);
    }

    @Override
    public long done(long position) {
      return reader.done(position);
    }

    @Override
    public void acknowledged(long position) {
      reader.acknowledged(position);
    }

    @Override
    public void close() throws Exception {
      closed.incrementAndGet();
      reader.close();
    }
  }

  private final class ObservedBlock implements Block<T> {

    private final Block<T> block;

    ObservedBlock(Block<T> block) {
      this.block = block;
    }

    @Override
    public boolean read(Emitter<? super T> out) throws Exception {
      return timed(() -> block.read(out));
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
