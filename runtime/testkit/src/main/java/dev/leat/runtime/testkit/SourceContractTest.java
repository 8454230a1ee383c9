package dev.leat.runtime.testkit;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every source promises, as tests: extend it for your own and say how to make one.
 *
 * {@snippet :
 * final class NumbersContractTest extends SourceContractTest<Integer> {
 *
 *   @Override
 *   protected Integer element(int index) {
 *     return index;
 *   }
 *
 *   @Override
 *   protected Source<Integer> source(List<Integer> elements) {
 *     return Sources.from(elements);
 *   }
 *
 *   @Override
 *   protected Source<Integer> broken(List<Integer> elements) {
 *     return Sources.endless(() -> new BreakingIterator(elements));
 *   }
 *
 *   @Override
 *   protected Source<Integer> unusable() {
 *     return Sources.endless(() -> {
 *       throw new IOException("cannot read the numbers: no such table");
 *     });
 *   }
 * }
 * }
 *
 * <p>The source is read by hand, as a runtime may read it (block by block, stopped after any
 * element, on several threads), and by jobs whose sink is slow, that fail, are drained or
 * cancelled. Every test makes a source and a runtime of its own and ends within a minute.
 *
 * @param <T> the type of the elements
 */
@Timeout(60)
public abstract class SourceContractTest<T> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For subclasses; JUnit makes one object for each test. */
  protected SourceContractTest() {}

  // What a connector says about itself.

  /** An element of the kind that the source reads; others for other numbers, from 0. */
  protected abstract T element(int index);

  /**
   * A source with one lane that reads exactly these elements and ends. Called at most twice for
   * each test, each time for new outside data.
   */
  protected abstract Source<T> source(List<T> elements) throws Exception;

  /**
   * A source that reads some or all of these elements and then fails: a file that is cut off, a
   * connection that is reset.
   */
  protected abstract Source<T> broken(List<T> elements) throws Exception;

  /** A source that cannot be opened: a file that does not exist, a port in use. */
  protected abstract Source<T> unusable() throws Exception;

  /**
   * A source that has nothing to read at the moment and does not end, such as a connection on which
   * nothing is sent. Empty, the default, for a source that never waits.
   */
  protected Optional<Source<T>> waiting() throws Exception {
    return Optional.empty();
  }

  /**
   * Whether the same data can be read again, which then has the same positions. True unless this is
   * overridden.
   */
  protected boolean replays() {
    return true;
  }

  /** How many elements are many; 5,000 unless this is overridden. More than one block is best. */
  protected int many() {
    return 5_000;
  }

  /** The longest time that the source may keep an event loop busy at once; 100 ms by default. */
  protected Duration loopBudget() {
    return Duration.ofMillis(100);
  }

  /**
   * Something with an {@code equals} that says whether elements are the same; by default itself.
   */
  protected Object comparable(T element) {
    return element;
  }

  /** The runtime of a test. */
  protected LocalRuntime runtime() {
    return LocalRuntime.create();
  }

  // Reading by hand.

  /** A source says in a few words what it reads, and its lane has a name. */
  @Test
  public final void shouldDescribeItself() throws Exception {
    Source<T> source = source(elements(1));

    Assertions.assertFalse(source.describe().isBlank(), "describe() says nothing");
    try (LaneRun<T> run = new LaneRun<>(source, runtime())) {
      Assertions.assertFalse(run.lane().name().isBlank(), "the lane has no name");
      Assertions.assertFalse(run.lane().unit().isBlank(), "the size of the lane has no unit");
    }
  }

  /** Nothing, one element, many elements, in order. */
  @Test
  public final void shouldReadNothingOneAndMany() throws Exception {
    for (int count : new int[] {0, 1, 2, many()}) {
      try (LaneRun<T> run = new LaneRun<>(source(elements(count)), runtime())) {
        requireElements(count, run.readAll(Integer.MAX_VALUE));
      }
    }
  }

  /** A full sink may stop a block after any element; it goes on with the next one. */
  @Test
  public final void shouldGoOnAfterItWasStopped() throws Exception {
    for (int stopEvery : new int[] {1, 2, 7}) {
      try (LaneRun<T> run = new LaneRun<>(source(elements(many())), runtime())) {
        requireElements(many(), run.readAll(stopEvery));
      }
    }
  }

  /** Blocks are independent: other threads may read them, in another order. */
  @Test
  public final void shouldLetOtherThreadsReadBlocksInAnyOrder() throws Exception {
    try (LaneRun<T> run = new LaneRun<>(source(elements(many())), runtime())) {
      requireElements(many(), run.readOutOfOrder(new Random(1)));
    }
  }

  /** Every position can be described; lines and offsets grow with it. */
  @Test
  public final void shouldDescribePositions() throws Exception {
    try (LaneRun<T> run = new LaneRun<>(source(elements(many())), runtime())) {
      Position last = Position.NONE;
      long done = 0;
      for (LaneRun.Item<T> item : run.readAll(Integer.MAX_VALUE)) {
        Position place = run.reader().describe(item.position());
        Assertions.assertFalse(place.source().isEmpty(), "a position names no source");
        requireGrowing("line", last.line(), place.line(), place);
        requireGrowing("offset", last.offset(), place.offset(), place);
        long now = run.reader().done(item.position());
        Assertions.assertTrue(now >= done, "done() went back from %d to %d".formatted(done, now));
        last = place;
        done = now;
      }
      long size = run.lane().size();
      Assertions.assertTrue(
          size < 0 || done <= size, "%d is done of a lane of %d".formatted(done, size));
    }
  }

  /** What is acknowledged may be forgotten; what comes after can still be described. */
  @Test
  public final void shouldDescribeWhatIsNotAcknowledged() throws Exception {
    try (LaneRun<T> run = new LaneRun<>(source(elements(many())), runtime())) {
      LaneReader<T> reader = run.reader();
      List<LaneRun.Item<T>> items = run.readAll(Integer.MAX_VALUE);
      List<Position> before = items.stream().map(item -> reader.describe(item.position())).toList();

      for (int i = 0; i < items.size(); i++) {
        long position = items.get(i).position();
        reader.acknowledged(position);
        Assertions.assertEquals(before.get(i), reader.describe(position), "described again");
      }
    }
  }

  /** The same data has the same positions when it is read again. */
  @Test
  public final void shouldGiveTheSamePositionsAgain() throws Exception {
    Source<T> source = source(elements(many()));
    List<Long> first = positions(source);
    List<Long> second = positions(replays() ? source : source(elements(many())));

    Assertions.assertEquals(first.size(), second.size(), "elements when read again");
    for (int i = 0; replays() && i < first.size(); i++) {
      Assertions.assertEquals(first.get(i), second.get(i), "the position of element " + (i + 1));
    }
  }

  /** A reader can be closed before anything was read, in the middle, and twice. */
  @Test
  public final void shouldBeClosedAtAnyTimeAndTwice() throws Exception {
    try (LaneRun<T> run = new LaneRun<>(source(elements(1)), runtime())) {
      Assertions.assertTrue(run.lane().size() >= -1, "a size is -1 or more");
    }
    try (LaneRun<T> run = new LaneRun<>(source(elements(many())), runtime())) {
      Block<T> block = run.reader().next();
      Assertions.assertNotNull(block, "there is no block");
      Assertions.assertTrue(block.to() >= block.from(), "a block ends before it begins");
    }
  }

  /** An interrupt ends whoever waits in next(). */
  @Test
  public final void shouldEndWhenItIsInterrupted() throws Exception {
    try (LaneRun<T> run = new LaneRun<>(waitingOrMany(), runtime())) {
      CountDownLatch begun = new CountDownLatch(1);
      Thread reading =
          new Thread(
              () -> {
                begun.countDown();
                readUntilItEnds(run.reader());
              },
              "contract-reader");
      reading.setDaemon(true);
      reading.start();
      begun.await();
      reading.interrupt();

      Assertions.assertTrue(
          reading.join(PATIENCE), "next() was interrupted, but goes on waiting for 20 s");
    }
  }

  // Reading by jobs.

  /** A slow sink holds the source back, and nothing is lost. */
  @Test
  public final void shouldWaitForASlowSink() throws Exception {
    TestSink<T> sink = TestSink.named("slow");
    ObservedSource<T> source = new ObservedSource<>(source(elements(many())));
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("slow").from(source).cpu("pass", x -> x).to(sink));
      for (int i = 0; i < Math.min(50, many()); i++) {
        sink.request(1);
        Sequences.requireSame(List.of(element(i)), List.of(sink.next()), this::comparable);
      }
      sink.requestAll();
      job.await();
    }
    Sequences.requireSame(elements(many()), sink.received(), this::comparable);
    source.expectClosed();
  }

  /** A job that fails closes the source. */
  @Test
  public final void shouldBeClosedWhenTheJobFails() throws Exception {
    ObservedSource<T> source = new ObservedSource<>(source(elements(many())));
    TestSink<T> sink = TestSink.named("failing");
    sink.request(Math.max(1, many() / 2));
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("failing").from(source).to(sink));
      for (int i = 0; i < many() / 2; i++) {
        Sequences.requireSame(List.of(element(i)), List.of(sink.next()), this::comparable);
      }
      sink.fail(new IllegalStateException("the sink is full"));

      Assertions.assertThrows(JobException.class, job::await);
    }
    sink.expectAborted();
    source.expectClosed();
  }

  /** A job that is cancelled, while the source waits if it ever does, closes it. */
  @Test
  public final void shouldBeClosedWhenTheJobIsCancelled() throws Exception {
    ObservedSource<T> source = new ObservedSource<>(waitingOrMany());
    TestSink<T> sink = TestSink.named("cancelled");
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("cancelled").from(source).to(sink));
      job.cancel();

      Assertions.assertThrows(JobException.class, job::await);
    }
    source.expectClosed();
  }

  /** A job that is drained delivers what it has read, in order, and closes the source. */
  @Test
  public final void shouldBeClosedWhenTheJobIsDrained() throws Exception {
    ObservedSource<T> source = new ObservedSource<>(waitingOrMany());
    TestSink<T> sink = TestSink.named("drained");
    sink.requestAll();
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("drained").from(source).to(sink));
      job.drain(PATIENCE);
    }
    sink.expectCommitted();
    Sequences.requirePrefix(sink.received(), elements(many()), this::comparable);
    source.expectClosed();
  }

  /** What breaks in the middle fails the job with a message, after what came before. */
  @Test
  public final void shouldFailTheJobWhenItBreaks() throws Exception {
    ObservedSource<T> source = new ObservedSource<>(broken(elements(many())));
    TestSink<T> sink = TestSink.named("broken");
    sink.requestAll();
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("broken").from(source).to(sink));

      requireReason(Assertions.assertThrows(JobException.class, job::await));
    }
    sink.expectAborted();
    Sequences.requirePrefix(sink.received(), elements(many()), this::comparable);
    source.expectClosed();
  }

  /** What cannot be opened fails the job with a message. */
  @Test
  public final void shouldSayWhyItCannotBeOpened() throws Exception {
    TestSink<T> sink = TestSink.named("unused");
    ObservedSource<T> source = new ObservedSource<>(unusable());
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("unusable").from(source).to(sink));

      requireReason(Assertions.assertThrows(JobException.class, job::await));
    }
    Assertions.assertEquals(List.of(), sink.received(), "what a source without data delivered");
    source.expectClosed();
  }

  /** Before a stage that runs on event loops, the source keeps none of them busy for long. */
  @Test
  public final void shouldNotKeepAnEventLoopBusy() throws Exception {
    Duration longest = Duration.ofDays(1);
    for (int attempt = 0; attempt < 3 && longest.compareTo(loopBudget()) > 0; attempt++) {
      ObservedSource<T> source = new ObservedSource<>(source(elements(many())));
      try (LocalRuntime runtime = runtime()) {
        Stage<T> stage =
            Pipeline.named("loop")
                .from(source)
                .io("pass", element -> CompletableFuture.completedFuture(element));
        Sequences.requireSame(elements(many()), runtime.collect(stage), this::comparable);
      }
      longest = source.longestOnLoop();
    }
    Assertions.assertTrue(
        longest.compareTo(loopBudget()) <= 0,
        "the source kept an event loop busy for %d ms at once, in each of 3 attempts"
            .formatted(longest.toMillis()));
  }

  private Source<T> waitingOrMany() throws Exception {
    Optional<Source<T>> waiting = waiting();
    return waiting.isPresent() ? waiting.get() : source(elements(many()));
  }

  private List<T> elements(int count) {
    return IntStream.range(0, count).mapToObj(this::element).toList();
  }

  private List<Long> positions(Source<T> source) throws Exception {
    try (LaneRun<T> run = new LaneRun<>(source, runtime())) {
      return run.readAll(Integer.MAX_VALUE).stream().map(LaneRun.Item::position).toList();
    }
  }

  private void requireElements(int count, List<LaneRun.Item<T>> items) {
    List<T> found = new ArrayList<>();
    items.forEach(item -> found.add(item.element()));
    Sequences.requireSame(elements(count), found, this::comparable);
  }

  private static void requireGrowing(String what, long before, long now, Position place) {
    Assertions.assertTrue(
        now < 0 || now > before,
        "the %s of %s is %d, but that of the element before was %d"
            .formatted(what, place, now, before));
  }

  private static void requireReason(JobException failure) {
    String message = failure.getMessage();
    Assertions.assertTrue(
        message != null && !message.isBlank(), "the failure of the job says nothing");
    Throwable cause = failure.getCause();
    Assertions.assertTrue(
        cause == null || cause.getMessage() != null,
        "the exception of the source says nothing: " + cause);
  }

  private static <T> void readUntilItEnds(LaneReader<T> reader) {
    try {
      Block<T> block = reader.next();
      while (block != null) {
        block = reader.next();
      }
    } catch (Exception e) {
      // any exception is a proper end of what was interrupted
    }
  }
}
