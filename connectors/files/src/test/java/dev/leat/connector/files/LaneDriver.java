package dev.leat.connector.files;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads a source as an engine would. */
final class LaneDriver {

  static final ConnectorContext CONTEXT =
      new ConnectorContext() {
        @Override
        public String pipeline() {
          return "test";
        }

        @Override
        public String stage() {
          return "files";
        }

        @Override
        public <S> Optional<S> service(Class<S> type) {
          return Optional.empty();
        }
      };

  private LaneDriver() {}

  /** An element, or the text of a rejected input, and its position. */
  record Item<T>(T value, long at, boolean rejected) {}

  /**
   * All that a lane emitted, in order, and the description of each position once everything was
   * read, and why the rejected ones were.
   */
  record Result<T>(List<Item<T>> items, List<Position> positions, List<Exception> causes) {

    /** What was rejected, as position and reason. */
    List<String> rejections() {
      List<String> rejections = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).rejected()) {
          Position place = positions.get(i);
          rejections.add(
              "%d:%d %s"
                  .formatted(
                      place.line(), place.column(), causes.get(rejections.size()).getMessage()));
        }
      }
      return rejections;
    }

    List<T> values() {
      return items.stream().filter(item -> !item.rejected()).map(Item::value).toList();
    }
  }

  /**
   * Takes what a block emits and says stop at random; checks that positions grow within the block.
   */
  static final class Collector<T> implements Emitter<T> {
    final List<Item<Object>> items = new ArrayList<>();
    final List<Exception> causes = new ArrayList<>();
    private final Random random;
    private final int stopOneIn;
    private long last;
    private final long end;
    private boolean stopped;

    Collector(Random random, int stopOneIn, long from, long to) {
      this.random = random;
      this.stopOneIn = stopOneIn;
      this.last = from - 1;
      this.end = to;
    }

    @Override
    public boolean emit(T element, long position) {
      return take(element, position, false);
    }

    @Override
    public boolean reject(String text, long position, Exception cause) {
      causes.add(cause);
      return take(text, position, true);
    }

    private boolean take(Object element, long position, boolean rejected) {
      if (stopped) {
        throw new AssertionError("emitted after stop");
      }
      if (position <= last || position >= end) {
        throw new AssertionError(
            "position %d not between %d and %d".formatted(position, last, end));
      }
      last = position;
      items.add(new Item<>(element, position, rejected));
      stopped = stopOneIn > 0 && random.nextInt(stopOneIn) == 0;
      return !stopped;
    }

    /** Reads the block to its end, however often it is stopped. */
    void readAll(Block<T> block) throws Exception {
      boolean exhausted = block.read(this);
      while (!exhausted) {
        if (!stopped) {
          throw new AssertionError("returned although nobody said stop");
        }
        stopped = false;
        exhausted = block.read(this);
      }
    }
  }

  static <T> List<? extends Lane<T>> lanes(Source<T> source) throws Exception {
    return source.lanes(CONTEXT);
  }

  /** The next block of a lane that has one. */
  static <T> Block<T> block(LaneReader<T> reader) throws Exception {
    return Objects.requireNonNull(reader.next(), "no more blocks");
  }

  /** Reads the only lane of a source, one block at a time. */
  static <T> Result<T> read(Source<T> source) throws Exception {
    List<? extends Lane<T>> lanes = lanes(source);
    if (lanes.size() != 1) {
      throw new AssertionError("%d lanes".formatted(lanes.size()));
    }
    return read(lanes.getFirst());
  }

  static <T> Result<T> read(Lane<T> lane) throws Exception {
    Random random = new Random(0);
    LaneReader<T> reader = lane.open();
    try {
      List<Collector<T>> collectors = new ArrayList<>();
      for (Block<T> block = reader.next(); block != null; block = reader.next()) {
        Collector<T> collector = new Collector<>(random, 0, block.from(), block.to());
        collector.readAll(block);
        collectors.add(collector);
      }
      return result(reader, collectors);
    } finally {
      reader.close();
    }
  }

  /**
   * Reads all blocks of the only lane on several threads, in random order and with random stops.
   */
  static <T> Result<T> readInParallel(Source<T> source, long seed, int threads) throws Exception {
    Random random = new Random(seed);
    LaneReader<T> reader = lanes(source).getFirst().open();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Block<T>> blocks = new ArrayList<>();
      List<Collector<T>> collectors = new ArrayList<>();
      for (Block<T> block = reader.next(); block != null; block = reader.next()) {
        blocks.add(block);
        Random own = new Random(random.nextLong());
        collectors.add(new Collector<>(own, 1 + own.nextInt(5), block.from(), block.to()));
      }
      readShuffled(executor, blocks, collectors, random);
      return result(reader, collectors);
    } finally {
      reader.close();
    }
  }

  private static <T> void readShuffled(
      ExecutorService executor, List<Block<T>> blocks, List<Collector<T>> collectors, Random random)
      throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block<T> block = blocks.get(i);
      Collector<T> collector = collectors.get(i);
      tasks.add(() -> {
        collector.readAll(block);
        return true;
      });
    }
    Collections.shuffle(tasks, random);
    for (Future<Boolean> done : executor.invokeAll(tasks)) {
      done.get();
    }
  }

  /** Checks that positions grow from block to block, and describes everything. */
  @SuppressWarnings("unchecked") // the collectors hold what the lane emitted, or text
  private static <T> Result<T> result(LaneReader<T> reader, List<Collector<T>> collectors) {
    List<Item<T>> items = new ArrayList<>();
    List<Exception> causes = new ArrayList<>();
    long last = -1;
    for (Collector<T> collector : collectors) {
      causes.addAll(collector.causes);
      for (Item<Object> item : collector.items) {
        if (item.at() <= last) {
          throw new AssertionError("position %d after %d".formatted(item.at(), last));
        }
        last = item.at();
        items.add((Item<T>) (Item<?>) item);
      }
    }
    List<Position> positions = items.stream().map(item -> reader.describe(item.at())).toList();
    return new Result<>(items, positions, causes);
  }
}
