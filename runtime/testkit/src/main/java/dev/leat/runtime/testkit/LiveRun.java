package dev.leat.runtime.testkit;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveLane;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.runtime.LocalRuntime;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives a live source by hand, as a runtime does: one lane, on its executor. Used by one thread.
 */
final class LiveRun<T> implements AutoCloseable {

  private static final long LIMIT = Shared.LIMIT.toSeconds();

  private final LentContext lent;
  private final LiveListener listener;
  private final BlockingQueue<LiveLane<? extends T>> lanes = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final Semaphore woken = new Semaphore(0);
  private @Nullable LiveLane<? extends T> lane;

  LiveRun(LiveSource<T> source, LocalRuntime runtime) throws Exception {
    lent = new LentContext(runtime);
    try {
      listener = source.listen(lent.context(), new Queueing());
    } catch (Exception | AssertionError e) {
      lent.close();
      throw e;
    }
  }

  private final class Queueing implements LaneAcceptor<T> {

    @Override
    public boolean accept(LiveLane<? extends T> given) {
      return lanes.add(given);
    }

    @Override
    public void ended() {
      ended.complete(null);
    }

    @Override
    public void failed(Exception cause) {
      ended.completeExceptionally(cause);
    }
  }

  /** Opens the lane, and reads the first block that comes, whose elements are told. */
  void readOne(Consumer<? super T> told) throws Exception {
    LiveLane<? extends T> opened = lanes.poll(LIMIT, TimeUnit.SECONDS);
    if (opened == null) {
      throw new AssertionError("no lane came within %d s".formatted(LIMIT));
    }
    lane = opened;
    if (opened.name().isBlank() || opened.unit().isBlank()) {
      throw new AssertionError("the lane has no name or no unit");
    }
    on(
        opened,
        () -> {
          opened.open(woken::release);
          return true;
        });
    read(opened, told);
  }

  private <E extends T> void read(LiveLane<E> opened, Consumer<? super T> told) throws Exception {
    Block<E> block = on(opened, opened::poll);
    while (block == null) {
      await();
      block = on(opened, opened::poll);
    }
    for (LaneRun.Item<E> item : LaneRun.read(block, Integer.MAX_VALUE)) {
      told.accept(item.element());
      Position place = opened.describe(item.position());
      opened.acknowledged(item.position());
      if (!place.equals(opened.describe(item.position()))) {
        throw new AssertionError("%s is described differently later".formatted(place));
      }
    }
    opened.acknowledged(block.to());
  }

  /** Stops and closes the lane and the listener, each twice where that is allowed. */
  void stopAndClose() throws Exception {
    LiveLane<? extends T> opened = lane;
    if (opened == null) {
      throw new IllegalStateException("there is no lane yet");
    }
    listener.stop();
    ended.get(LIMIT, TimeUnit.SECONDS);
    on(
        opened,
        () -> {
          opened.stop();
          return true;
        });
    while (!on(opened, () -> opened.poll() == null && opened.ended())) {
      await();
    }
    opened.close();
    opened.close();
    listener.close();
    listener.close();
  }

  private void await() throws InterruptedException {
    if (!woken.tryAcquire(LIMIT, TimeUnit.SECONDS)) {
      throw new AssertionError("the lane did not wake anybody within %d s".formatted(LIMIT));
    }
  }

  /** Calls the lane where it lives. */
  private static <R extends @Nullable Object> R on(LiveLane<?> lane, Callable<R> call)
      throws Exception {
    CompletableFuture<R> result = new CompletableFuture<>();
    lane.executor()
        .execute(() -> {
          try {
            result.complete(call.call());
          } catch (Throwable t) {
            result.completeExceptionally(t);
          }
        });
    return result.get(LIMIT, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (Exception e) {
      throw new AssertionError("close() of the listener failed when it was called again", e);
    } finally {
      lent.close();
    }
  }
}
