package dev.leat.runtime.testkit;

import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import dev.leat.runtime.LocalRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the only lane of a source by hand, as a runtime may, and checks what the contract says of
 * blocks and positions. Used by one thread.
 */
final class LaneRun<T> implements AutoCloseable {

  private final LentContext lent;
  private final Lane<T> lane;
  private final LaneReader<T> reader;

  /** An element and where it came from. */
  record Item<T>(T element, long position) {}

  /** Opens the lane. */
  LaneRun(Source<T> source, LocalRuntime runtime) throws Exception {
    lent = new LentContext(runtime);
    try {
      List<? extends Lane<T>> lanes = source.lanes(lent.context());
      if (lanes.size() != 1) {
        throw new AssertionError(
            "the source of a contract test has one lane, not %d".formatted(lanes.size()));
      }
      lane = lanes.getFirst();
      reader = lane.open();
    } catch (Exception | AssertionError e) {
      lent.close();
      throw e;
    }
  }

  Lane<T> lane() {
    return lane;
  }

  LaneReader<T> reader() {
    return reader;
  }

  /** Closes the reader twice, which must do no harm. */
  @Override
  public void close() {
    try {
      reader.close();
      reader.close();
    } catch (Exception e) {
      throw new AssertionError("close() of the reader failed, maybe when it was called again", e);
    } finally {
      lent.close();
    }
  }

  /** All blocks, none of which is read yet. */
  List<Block<T>> blocks() throws Exception {
    List<Block<T>> blocks = new ArrayList<>();
    long end = 0;
    for (Block<T> block = reader.next(); block != null; block = reader.next()) {
      if (block.from() < end || block.to() < block.from()) {
        throw new AssertionError(
            "block %d covers positions %d to %d, but the one before ends at %d"
                .formatted(blocks.size() + 1, block.from(), block.to(), end));
      }
      if (block.weight() < 0) {
        throw new AssertionError("block %d has a negative weight".formatted(blocks.size() + 1));
      }
      end = block.to();
      blocks.add(block);
    }
    return blocks;
  }

  /**
   * Reads one block after the other as soon as it is there.
   *
   * @param stopEvery how many elements are taken before the block is told to stop
   */
  List<Item<T>> readAll(int stopEvery) throws Exception {
    List<Item<T>> items = new ArrayList<>();
    for (Block<T> block = reader.next(); block != null; block = reader.next()) {
      items.addAll(read(block, stopEvery));
    }
    return items;
  }

  /** Fetches all blocks, then lets several threads read them in random order. */
  List<Item<T>> readOutOfOrder(Random random) throws Exception {
    List<Block<T>> blocks = blocks();
    List<Callable<List<Item<T>>>> tasks = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    order.forEach(i -> tasks.add(() -> read(blocks.get(i), Integer.MAX_VALUE)));
    List<List<Item<T>>> found = new ArrayList<>(Collections.nCopies(blocks.size(), List.of()));
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<List<Item<T>>>> results = threads.invokeAll(tasks);
      for (int i = 0; i < results.size(); i++) {
        found.set(order.get(i), results.get(i).get());
      }
    }
    return found.stream().flatMap(List::stream).toList();
  }

  /** Reads a block to its end, however often it is stopped. */
  static <T> List<Item<T>> read(Block<T> block, int stopEvery) throws Exception {
    Taker<T> taker = new Taker<>(block, stopEvery);
    boolean exhausted = block.read(taker);
    while (!exhausted) {
      taker.goOn();
      exhausted = block.read(taker);
    }
    return taker.items;
  }

  private static final class Taker<T> implements Emitter<T> {

    private final List<Item<T>> items = new ArrayList<>();
    private final Block<T> block;
    private final int stopEvery;
    private long last;
    private boolean stopped;

    Taker(Block<T> block, int stopEvery) {
      this.block = block;
      this.stopEvery = stopEvery;
      last = block.from() - 1;
    }

    void goOn() {
      if (!stopped) {
        throw new AssertionError(
            "a block returned false after %d elements, though nobody had told it to stop"
                .formatted(items.size()));
      }
      stopped = false;
    }

    @Override
    public boolean emit(T element, long position) {
      if (stopped) {
        throw new AssertionError(
            "a block emitted element %d after it was told to stop".formatted(items.size() + 1));
      }
      if (position <= last || position >= block.to()) {
        throw new AssertionError(
            "element %d of a block has position %d; it must be greater than %d and less than %d"
                .formatted(items.size() + 1, position, last, block.to()));
      }
      last = position;
      items.add(new Item<>(element, position));
      stopped = items.size() % stopEvery == 0;
      return !stopped;
    }

    @Override
    public boolean reject(String text, long position, Exception cause) {
      throw new AssertionError("the source rejected '%s'".formatted(text), cause);
    }
  }
}
