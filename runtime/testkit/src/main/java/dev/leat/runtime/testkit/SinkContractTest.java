package dev.leat.runtime.testkit;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every sink promises, as tests: extend it for your own and say how to make one and how to
 * look at what it has published.
 *
 * {@snippet :
 * final class NamesContractTest extends SinkContractTest<String> {
 *
 *   @TempDir Path folder;
 *
 *   @Override
 *   protected String element(int index) {
 *     return "name " + index;
 *   }
 *
 *   @Override
 *   protected Sink<String> sink() {
 *     return new NamesFile(folder.resolve("names.txt"));
 *   }
 *
 *   @Override
 *   protected List<String> published() throws IOException {
 *     Path file = folder.resolve("names.txt");
 *     return Files.exists(file) ? Files.readAllLines(file) : List.of();
 *   }
 *
 *   @Override
 *   protected Sink<String> unusable() {
 *     return new NamesFile(folder.resolve("missing/names.txt"));
 *   }
 * }
 * }
 *
 * <p>The sink is driven by hand, in every order that the contract allows, and by jobs that succeed,
 * fail and are cancelled. Every test begins with nothing published and ends within a minute.
 *
 * @param <T> the type of the elements
 */
@Timeout(60)
public abstract class SinkContractTest<T> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For subclasses; JUnit makes one object for each test. */
  protected SinkContractTest() {}

  // What a connector says about itself.

  /** An element of the kind that the sink writes; others for other numbers, from 0. */
  protected abstract T element(int index);

  /** The sink. All sinks of a test write to the same place, one after the other. */
  protected abstract Sink<T> sink() throws Exception;

  /** What whoever looks at that place finds now, in order; nothing at the beginning of a test. */
  protected abstract List<T> published() throws Exception;

  /** A sink that cannot be opened or written: in a folder that does not exist, without rights. */
  protected abstract Sink<T> unusable() throws Exception;

  /**
   * Whether nothing is published before the job has succeeded. True unless this is overridden, for
   * a sink that sends what it gets.
   */
  protected boolean atomic() {
    return true;
  }

  /**
   * Whether what was written by a job that failed disappears. The same as {@link #atomic()} unless
   * this is overridden.
   */
  protected boolean takesBack() {
    return atomic();
  }

  /**
   * Whether what is published replaces what was published before, instead of being added to it.
   * True unless this is overridden.
   */
  protected boolean replaces() {
    return true;
  }

  /** How many elements are many; 5,000 unless this is overridden. */
  protected int many() {
    return 5_000;
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

  // Writing by hand.

  /** A sink says in a few words what it writes. */
  @Test
  public final void shouldDescribeItself() throws Exception {
    Assertions.assertFalse(sink().describe().isBlank(), "describe() says nothing");
  }

  /** A job without elements publishes nothing but succeeds. */
  @Test
  public final void shouldPublishNothingWithoutElements() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      succeed(sink().open(lent.context()));
    }
    requirePublished(0);
  }

  /** One element. */
  @Test
  public final void shouldPublishOneElement() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      SinkWriter<T> writer = sink().open(lent.context());
      write(writer, 0, 1);
      succeed(writer);
    }
    requirePublished(1);
  }

  /** Many elements in chunks of every size, of which the sink keeps no list. */
  @Test
  public final void shouldPublishManyElementsInOrder() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      SinkWriter<T> writer = sink().open(lent.context());
      int next = 0;
      for (int size = 1; next < many(); size = size * 2 % 1_023) {
        int to = Math.min(many(), next + size);
        write(writer, next, to);
        next = to;
      }
      succeed(writer);
    }
    requirePublished(many());
  }

  /** Nothing is published before the commit, also when all was flushed. */
  @Test
  public final void shouldPublishAtTheCommit() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      SinkWriter<T> writer = sink().open(lent.context());
      write(writer, 0, many());
      writer.flush();
      if (atomic()) {
        requirePublished(0);
      }
      writer.commit();
      requirePublished(many());
      writer.close();
    }
    requirePublished(many());
  }

  /** An abort takes back what is not published, and does not throw. */
  @Test
  public final void shouldTakeBackWhatIsAborted() throws Exception {
    for (int count : new int[] {0, 1, many()}) {
      try (LentContext lent = new LentContext(runtime())) {
        SinkWriter<T> writer = sink().open(lent.context());
        write(writer, 0, count);
        writer.abort();
        writer.close();
      }
      if (takesBack()) {
        requirePublished(0);
      }
    }
  }

  /** The abort may come after the flush, when another sink of the job cannot be flushed. */
  @Test
  public final void shouldTakeBackWhatIsAbortedAfterTheFlush() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      SinkWriter<T> writer = sink().open(lent.context());
      write(writer, 0, many());
      writer.flush();
      writer.abort();
      writer.close();
    }
    if (takesBack()) {
      requirePublished(0);
    }
  }

  /** What is published stays, also if another sink of the job cannot be committed. */
  @Test
  public final void shouldLeaveWhatIsPublished() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      SinkWriter<T> writer = sink().open(lent.context());
      write(writer, 0, many());
      writer.flush();
      writer.commit();
      writer.abort();
      writer.close();
    }
    requirePublished(many());
  }

  /** A second close does nothing, whether the job has succeeded or failed. */
  @Test
  public final void shouldBeClosedTwice() throws Exception {
    try (LentContext lent = new LentContext(runtime())) {
      SinkWriter<T> failed = sink().open(lent.context());
      write(failed, 0, 1);
      failed.abort();
      failed.close();
      failed.close();
      SinkWriter<T> succeeded = sink().open(lent.context());
      write(succeeded, 0, 1);
      succeed(succeeded);
      succeeded.close();
    }
    if (takesBack()) {
      requirePublished(1);
    }
  }

  // Writing by jobs.

  /** A job that succeeds publishes everything; the next one replaces it or adds to it. */
  @Test
  public final void shouldServeOneJobAfterTheOther() throws Exception {
    Sink<T> sink = sink();
    try (LocalRuntime runtime = runtime()) {
      runtime.run(Pipeline.named("first").from(Sources.from(elements(0, many()))).to(sink));
      runtime.run(Pipeline.named("second").from(Sources.from(elements(0, 3))).to(sink));
    }
    List<T> expected = new ArrayList<>(replaces() ? List.of() : elements(0, many()));
    expected.addAll(elements(0, 3));
    Sequences.requireSame(expected, published(), this::comparable);
  }

  /** A job that fails in the middle publishes nothing. */
  @Test
  public final void shouldPublishNothingOfAJobThatFails() throws Exception {
    TestSource<T> source = TestSource.named("failing");
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("failing").from(source).to(sink()));
      source.emit(elements(0, many() / 2));
      source.awaitAcknowledged(many() / 2);
      source.fail(new IllegalStateException("connection lost"));

      Assertions.assertThrows(JobException.class, job::await);
    }
    if (takesBack()) {
      requirePublished(0);
    }
  }

  /** A job that is cancelled publishes nothing. */
  @Test
  public final void shouldPublishNothingOfAJobThatIsCancelled() throws Exception {
    TestSource<T> source = TestSource.named("cancelled");
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("cancelled").from(source).to(sink()));
      source.emit(elements(0, many() / 2));
      source.awaitAcknowledged(many() / 2);
      job.cancel();

      Assertions.assertThrows(JobException.class, job::await);
    }
    if (takesBack()) {
      requirePublished(0);
    }
  }

  /** A job that is drained publishes what it has got. */
  @Test
  public final void shouldPublishWhatIsDrained() throws Exception {
    TestSource<T> source = TestSource.<T>named("drained").endless();
    try (LocalRuntime runtime = runtime()) {
      Job job = runtime.start(Pipeline.named("drained").from(source).to(sink()));
      source.emit(elements(0, many()));
      source.awaitAcknowledged(many());
      job.drain(PATIENCE);
    }
    requirePublished(many());
  }

  /** A sink that cannot be written fails the job with a message. */
  @Test
  public final void shouldSayWhyItCannotBeWritten() throws Exception {
    try (LocalRuntime runtime = runtime()) {
      Job job =
          runtime.start(
              Pipeline.named("unusable").from(Sources.from(elements(0, many()))).to(unusable()));

      JobException failure = Assertions.assertThrows(JobException.class, job::await);
      String message = failure.getMessage();
      Assertions.assertTrue(
          message != null && !message.isBlank(), "the failure of the job says nothing");
    }
  }

  /** The list is used up afterwards, because it is valid during the call only. */
  private void write(SinkWriter<T> writer, int from, int to) throws Exception {
    List<T> chunk = new ArrayList<>(elements(from, to));
    writer.write(chunk);
    chunk.clear();
  }

  private static void succeed(SinkWriter<?> writer) throws Exception {
    writer.flush();
    writer.commit();
    writer.close();
  }

  private List<T> elements(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::element).toList();
  }

  private void requirePublished(int count) throws Exception {
    Sequences.requireSame(elements(0, count), published(), this::comparable);
  }
}
