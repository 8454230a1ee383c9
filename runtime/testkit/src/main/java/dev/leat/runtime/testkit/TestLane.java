package dev.leat.runtime.testkit;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The lane of a {@link TestSource} and its reader; all fields are guarded by {@link #shared}. */
final class TestLane<T> implements Lane<T>, LaneReader<T> {

  private static final int MOST_BLOCKS = 1_024;

  private final Shared shared = new Shared();
  private final String name;
  private final Queue<Entries<T>> offered = new ArrayDeque<>();
  private @Nullable String job;
  private long end;
  private boolean ended;
  private @Nullable Exception failure;
  private boolean asking;
  private int taken;
  private long acknowledged;
  private boolean closed;

  TestLane(String name) {
    this.name = name;
  }

  /** What a block holds at one position. */
  sealed interface Entry<T> {}

  /** An element. */
  record Good<T>(T element) implements Entry<T> {}

  /** Input that cannot be made into an element. */
  record Bad<T>(String text, Exception cause) implements Entry<T> {}

  // The test's side.

  void offer(List<Entry<T>> entries) {
    shared.await("the job to take a block", () -> offered.size() < MOST_BLOCKS, this::state);
    shared.change(() -> {
      if (ended) {
        throw new IllegalStateException("test source '%s' has ended already".formatted(name));
      }
      offered.add(new Entries<>(entries, end));
      end += entries.size();
    });
  }

  void end(@Nullable Exception reason) {
    shared.change(() -> {
      if (ended) {
        throw new IllegalStateException("test source '%s' has ended already".formatted(name));
      }
      ended = true;
      failure = reason;
    });
  }

  void awaitDemand() {
    shared.await("the job to ask for a block", () -> asking && offered.isEmpty(), this::state);
  }

  void awaitTaken(int blocks) {
    shared.await("the job to take %d blocks".formatted(blocks), () -> taken >= blocks, this::state);
  }

  void expectNoTaking(Duration time) {
    int before = taken();
    if (shared.becomes(() -> taken > before, time)) {
      throw new AssertionError("the job took a block within " + time + ": " + state());
    }
  }

  void awaitAcknowledged(long position) {
    shared.await(
        "everything before position %d to be delivered".formatted(position),
        () -> acknowledged >= position,
        this::state);
  }

  void awaitClosed() {
    shared.await("the job to close the source", () -> closed, this::state);
  }

  int taken() {
    return shared.read(() -> taken);
  }

  long acknowledged() {
    return shared.read(() -> acknowledged);
  }

  boolean closed() {
    return shared.read(() -> closed);
  }

  String state() {
    return shared.read(() ->
        "%s; %d blocks taken, %d offered; delivered up to position %d of %d; %s%s%s"
            .formatted(
                job == null ? "no job has opened it" : "opened by '" + job + "'",
                taken,
                offered.size(),
                acknowledged,
                end,
                asking ? "the job asks for a block" : "the job asks for nothing",
                ended ? "; ended" : "",
                closed ? "; closed" : ""));
  }

  // The job's side.

  void claim(String pipeline) {
    shared.change(() -> {
      if (job != null) {
        throw new IllegalStateException(
            "test source '%s' serves one job, and '%s' has used it: make another one"
                .formatted(name, job));
      }
      job = pipeline;
    });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LaneReader<T> open() {
    return this;
  }

  @Override
  public @Nullable Block<T> next() throws Exception {
    shared.change(() -> asking = true);
    try {
      shared.awaitInterrupt(() -> ended || !offered.isEmpty());
    } finally {
      shared.change(() -> asking = false);
    }
    return take();
  }

  private @Nullable Block<T> take() throws Exception {
    Block<T> block = shared.read(offered::poll);
    if (block != null) {
      shared.change(() -> taken++);
      return block;
    }
    Exception reason = shared.read(() -> failure);
    if (reason != null) {
      throw reason;
    }
    return null;
  }

  @Override
  public Position describe(long position) {
    return new Position(name, position + 1, -1);
  }

  @Override
  public void acknowledged(long position) {
    shared.change(() -> {
      if (position < acknowledged) {
        throw new IllegalStateException(
            "acknowledged positions went back from %d to %d".formatted(acknowledged, position));
      }
      acknowledged = position;
    });
  }

  @Override
  public void close() {
    shared.change(() -> {
      if (closed) {
        throw new IllegalStateException("test source '%s' was closed twice".formatted(name));
      }
      closed = true;
    });
  }

  /** One block that was offered; used by one thread at a time. */
  private static final class Entries<T> implements Block<T> {

    private final List<Entry<T>> entries;
    private final long from;
    private int next;

    Entries(List<Entry<T>> entries, long from) {
      this.entries = entries;
      this.from = from;
    }

    @Override
    public boolean read(Emitter<? super T> out) {
      boolean room = true;
      while (room && next < entries.size()) {
        long position = from + next;
        room =
            switch (entries.get(next++)) {
              case Good<T>(T element) -> out.emit(element, position);
              case Bad<T>(String text, Exception cause) -> out.reject(text, position, cause);
            };
      }
      return next == entries.size();
    }

    @Override
    public long from() {
      return from;
    }

    @Override
    public long to() {
      return from + entries.size();
    }

    @Override
    public long weight() {
      return entries.size();
    }
  }
}
