package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.ScriptedSource.Entry;
import dev.leat.runtime.ScriptedSource.Script;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that end before their input does, by themselves or because somebody stops them. */
@Timeout(20)
class EarlyEndTest {

  private static final Duration GRACE = Duration.ofSeconds(15);

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).grace(GRACE).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Numbers from 0; after so many it waits until it is interrupted. */
  private static Stage<Long> waitingAfter(int count) {
    return Pipeline.named("p")
        .from(
            Sources.endless(() -> {
              Iterator<Long> numbers = LongStream.range(0, count).iterator();
              CountDownLatch never = new CountDownLatch(1);
              return Stream.generate(() -> numbers.hasNext() ? numbers.next() : await(never))
                  .iterator();
            }));
  }

  private static Long await(CountDownLatch latch) {
    try {
      latch.await();
      return -1L;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Stage<Long> endless() {
    return Pipeline.named("p")
        .from(Sources.endless(() -> LongStream.iterate(0, n -> n + 1).iterator()));
  }

  @Test
  void shouldEndAtOnceThoughTheSourceWaitsForInput() {
    assertThat(runtime.collect(waitingAfter(5).take(5))).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(
            runtime.collect(waitingAfter(5).io("io", CompletableFuture::completedFuture).take(5)))
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void shouldEndThoughAStageBeforeTheEndHasDeadLetters() {
    OnError letters = OnError.deadLetters(Sinks.<DeadLetter>discard());

    assertThat(runtime.collect(endless().cpu("cpu", n -> n, o -> o.onError(letters)).take(3)))
        .containsExactly(0L, 1L, 2L);
    assertThat(
            runtime.collect(
                endless()
                    .io("io", CompletableFuture::completedFuture, o -> o.onError(letters))
                    .take(3)))
        .containsExactly(0L, 1L, 2L);
    assertThat(
            runtime.collect(
                endless()
                    .ioMany("many", reactor.core.publisher.Mono::just, o -> o.onError(letters))
                    .take(3)))
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void shouldKeepAcknowledgingForOtherBranchesWhenOneHasEnded() {
    ScriptedSource source = numbers(40, 50);
    ProbeSink<Item> few = new ProbeSink<>();
    ProbeSink<Item> all = new ProbeSink<>();

    runtime.run(
        Pipeline.named("p")
            .from(source)
            .broadcast(
                b -> b.io("io", CompletableFuture::completedFuture).take(3).to("few", few),
                b -> b.cpu("cpu", n -> n).take(5).to("five", Sinks.discard()),
                b -> b.to("all", all)));

    assertThat(few.elements()).hasSize(3);
    assertThat(all.elements()).hasSize(2_000);
    assertThat(source.lanes().get(0).acknowledged()).isEqualTo(40 * ScriptedSource.BLOCK);
    assertThat(source.violations()).isEmpty();
  }

  private static ScriptedSource numbers(int blocks, int elements) {
    return new ScriptedSource()
        .lane(
            new Script(
                IntStream.range(0, blocks)
                    .mapToObj(block ->
                        LongStream.range(0, elements)
                            .map(i -> block * ScriptedSource.BLOCK + i)
                            .<Entry>mapToObj(at -> new Entry.Element(at, new Item(0, at)))
                            .toList())
                    .toList(),
                null));
  }

  @Test
  void shouldNotReportWhatFailsBehindTheEnd() {
    Stage<Long> failing =
        Pipeline.named("p")
            .from(Sources.range(0, 10_000))
            .io("io", n -> n < 100 ? CompletableFuture.completedFuture(n) : fail(n));
    for (int i = 0; i < 50; i++) {
      assertThat(runtime.collect(failing.take(100))).hasSize(100);
    }
  }

  @Test
  void shouldGoOnWithOtherBranchesWhenOneFailsBehindItsEnd() {
    for (int i = 0; i < 50; i++) {
      ProbeSink<Long> rest = new ProbeSink<>();
      runtime.run(
          Pipeline.named("p")
              .from(Sources.range(0, 50_000))
              .broadcast(
                  b ->
                      b.io("io", n -> n < 10 ? CompletableFuture.completedFuture(n) : fail(n))
                          .take(10)
                          .to("few", Sinks.discard()),
                  b -> b.to("rest", rest)));
      assertThat(rest.elements()).hasSize(50_000);
    }
  }

  private static CompletableFuture<Long> fail(long n) {
    return CompletableFuture.failedFuture(new IllegalStateException("bad " + n));
  }

  @Test
  void shouldGoOnWithALongListWhenOneBranchEndsInTheMiddle() {
    for (int edge : List.of(1, 3, 100)) {
      try (LocalRuntime small = LocalRuntime.builder().edgeElements(edge).build()) {
        ProbeSink<Long> few = new ProbeSink<>();
        ProbeSink<Long> all = new ProbeSink<>();
        small.run(
            Pipeline.named("p")
                .from(Sources.of(1L))
                .flatMap(n -> LongStream.range(0, 500).boxed().toList())
                .broadcast(b -> b.take(52).to("few", few), b -> b.skip(1).to("all", all)));

        assertThat(few.elements()).hasSize(52);
        assertThat(all.elements()).hasSize(499);
      }
    }
  }

  /** Numbers from 0 without an end. */
  private record AllNumbers() implements Iterable<Long> {

    @Override
    public Iterator<Long> iterator() {
      return LongStream.iterate(0, n -> n + 1).iterator();
    }
  }

  @Test
  void shouldCancelAFlatMapThatNeverEnds() {
    CountDownLatch begun = new CountDownLatch(1);
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.of(1L))
                .flatMap(n -> new AllNumbers())
                .filter(n -> {
                  begun.countDown();
                  return false;
                })
                .to(Sinks.discard()));
    await(begun);
    long begin = System.nanoTime();

    job.cancel();

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    assertThat(System.nanoTime() - begin).isLessThan(GRACE.toNanos() / 2);
  }

  @Test
  void shouldDrainAJobThatIsJustStarting() {
    for (int i = 0; i < 30; i++) {
      Job job = runtime.start(endless().to(Sinks.discard()));

      assertThat(job.drain(GRACE).drained()).isTrue();
      assertThat(job.drain(GRACE).drained()).isTrue();
    }
  }

  @Test
  void shouldSayWhatWasNotDeliveredWhenADrainTakesTooLong() {
    Job job =
        runtime.start(
            Pipeline.named("p")
                .from(Sources.range(0, 10))
                .io("silent", n -> new CompletableFuture<Long>())
                .to(Sinks.discard()));

    while (job.stats().stage("silent").inFlight() < 10) {
      Waits.pause();
    }

    assertThatThrownBy(() -> job.drain(Duration.ofMillis(200)))
        .isInstanceOf(JobCancelledException.class)
        .hasMessage(
            "job 'p' was cancelled: it was not drained within 200 ms; not delivered: 10 in silent");
  }

  @Test
  void shouldStopAnIdleJobWhenCancelled() {
    Job job = runtime.start(waitingAfter(0).to(Sinks.discard()));

    job.cancel();

    assertThatThrownBy(job::await)
        .isInstanceOf(JobCancelledException.class)
        .hasMessage("job 'p' was cancelled: cancel() was called");
  }

  @Test
  void shouldReportTheLaneThatFailsThoughAnotherWaits() {
    assertThatThrownBy(() -> runtime.run(twoLanes().cpu("cpu", n -> n).to(Sinks.discard())))
        .hasMessageContaining("could not read bad: broken");
    assertThatThrownBy(() -> runtime.run(twoLanes().to(Sinks.discard())))
        .hasMessageContaining("could not read bad: broken");
  }

  private static Stage<Long> twoLanes() {
    CountDownLatch never = new CountDownLatch(1);
    return Pipeline.named("p")
        .from(
            new FunctionLanes<>(
                List.of(
                    new FunctionLanes.Named<>("waiting", () -> await(never)),
                    new FunctionLanes.Named<>(
                        "bad",
                        () -> {
                          throw new IllegalStateException("broken");
                        }))));
  }
}
