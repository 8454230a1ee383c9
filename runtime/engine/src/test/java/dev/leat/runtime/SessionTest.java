package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coroutines with a memory. */
@Timeout(30)
class SessionTest {

  private static final int MANY = 5_001;

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).build();

  static Stream<Named<Supplier<LocalRuntime>>> runtimes() {
    return Stream.of(
        Named.of("local", () -> LocalRuntime.builder().cores(2).build()),
        Named.of("inline", LocalRuntime::inline),
        Named.of(
            "edges of 1", () -> LocalRuntime.builder().chunkElements(1).edgeElements(1).build()));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> range(long to) {
    return Pipeline.named("sessions").from(Sources.range(0, to));
  }

  private static Stage<Long> endless() {
    return Pipeline.named("sessions")
        .from(Sources.endless(() -> LongStream.iterate(0, x -> x + 1).iterator()));
  }

  /** Emits pairs, and what is left over at the end. */
  private static Coroutine<Long, String> pairs() {
    return (in, out) -> {
      while (in.hasNext()) {
        long first = in.next();
        out.emit(in.hasNext() ? first + "-" + in.next() : first + "!");
      }
    };
  }

  private static Coroutine<Long, Long> same() {
    return (in, out) -> {
      while (in.hasNext()) {
        out.emit(in.next());
      }
    };
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldTakeAndEmitInOrderToTheEndOfTheLane(Supplier<LocalRuntime> runtimes) {
    try (LocalRuntime other = runtimes.get()) {
      List<String> paired =
          other.collect(range(MANY).cpu("before", x -> x).coroutine("pairs", pairs()));

      List<String> expected = new ArrayList<>();
      for (long x = 0; x + 1 < MANY; x += 2) {
        expected.add(x + "-" + (x + 1));
      }
      expected.add(MANY - 1 + "!");
      assertThat(paired).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void shouldEmitMoreThanItTakes(Supplier<LocalRuntime> runtimes) {
    Coroutine<Long, Long> thrice =
        (in, out) -> {
          while (in.hasNext()) {
            long x = in.next();
            for (int i = 0; i < 3; i++) {
              out.emit(x);
            }
          }
        };
    try (LocalRuntime other = runtimes.get()) {
      assertThat(other.collect(range(MANY).coroutine("thrice", thrice).cpu("after", x -> x)))
          .hasSize(3 * MANY)
          .isSorted();
    }
  }

  @Test
  void shouldStopTheSourceWhenItReturnsEarly() {
    Coroutine<Long, Long> first = (in, out) -> out.emit(in.next());

    assertThat(runtime.collect(endless().coroutine("first", first))).containsExactly(0L);
  }

  @Test
  void shouldEndWhenNobodyWantsMore() {
    assertThat(runtime.collect(endless().coroutine("same", same()).take(3)))
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void shouldDeliverWhatItEmittedBeforeItFailed() {
    Coroutine<Long, Long> failing =
        (in, out) -> {
          while (in.hasNext()) {
            long x = in.next();
            if (x == 77) {
              throw new IllegalStateException("not this one");
            }
            out.emit(x);
          }
        };
    ProbeSink<Long> sink = new ProbeSink<>();

    assertThatThrownBy(() -> runtime.run(range(MANY).coroutine("failing", failing).to("to", sink)))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("stage 'failing'")
        .hasMessageContaining("not this one")
        .hasMessageContaining("element: 77");
    assertThat(sink.elements()).hasSize(77).endsWith(76L);
  }

  @Test
  void shouldNotTakeAFailureBeforeItForTheEndOfTheLane() {
    AtomicBoolean sawEnd = new AtomicBoolean();
    Coroutine<Long, Long> counting =
        (in, out) -> {
          while (in.hasNext()) {
            in.next();
          }
          sawEnd.set(true);
        };
    Stage<Long> broken = range(MANY).map(x -> x == 50 ? Long.valueOf(Long.parseLong("fifty")) : x);

    assertThatThrownBy(() -> runtime.collect(broken.coroutine("counting", counting)))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("fifty");
    assertThat(sawEnd).isFalse();
  }

  @Test
  void shouldReportANullResult() {
    Coroutine<Long, String> nothing = (in, out) -> out.emit(nullText());

    assertThatThrownBy(() -> runtime.collect(range(3).coroutine("nothing", nothing)))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("emitted null");
  }

  @SuppressWarnings("NullAway") // that is what the test is about
  private static String nullText() {
    return null;
  }

  @Test
  void shouldBeInterruptedWhenTheJobIsCancelled() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>(new IllegalStateException("none"));
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Coroutine<Long, Long> stuck =
        (in, out) -> {
          try {
            in.next();
            waiting.countDown();
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            thrown.set(e);
            throw e;
          } finally {
            ended.countDown();
          }
        };
    Job job = runtime.start(range(MANY).coroutine("stuck", stuck).to(Sinks.discard()));
    waiting.await();

    job.cancel();
    ended.await();

    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void shouldDeliverEverythingWhenTheJobIsDrained() throws Exception {
    ProbeSink<Long> sink = new ProbeSink<>();
    CountDownLatch some = new CountDownLatch(100);
    Job job =
        runtime.start(
            endless().peek(x -> some.countDown()).coroutine("same", same()).to("to", sink));
    some.await();

    job.drain(Duration.ofSeconds(20));

    List<Long> delivered = sink.elements();
    assertThat(delivered).hasSizeGreaterThanOrEqualTo(100);
    assertThat(delivered)
        .containsExactlyElementsOf(LongStream.range(0, delivered.size()).boxed().toList());
  }

  @Test
  void shouldDeliverAllThatItHasEmittedWhileItWaitsForSomethingElse() {
    CountDownLatch arrived = new CountDownLatch(10);
    Coroutine<Long, Long> emitting =
        (in, out) -> {
          for (int i = 0; i < 10; i++) {
            out.emit(in.next());
          }
          arrived.await(); // with more input at hand
          out.emit(10L);
        };

    runtime.run(
        range(MANY).coroutine("emitting", emitting).to(Sinks.each(n -> arrived.countDown())));

    assertThat(arrived.getCount()).isZero();
  }

  @Test
  void shouldLetTwoCoroutinesWaitForEachOther() {
    SynchronousQueue<Long> pipe = new SynchronousQueue<>();
    Coroutine<Long, Long> giving =
        (in, out) -> {
          while (in.hasNext()) {
            pipe.put(in.next());
          }
        };
    Coroutine<Long, Long> taking =
        (in, out) -> {
          while (in.hasNext()) {
            out.emit(in.next() + pipe.take());
          }
        };
    ProbeSink<Long> sink = new ProbeSink<>();
    Stage<Long> numbers = range(1_000);

    runtime.run(
        numbers.broadcast(
            a -> a.coroutine("giving", giving).to(Sinks.discard()),
            a -> a.coroutine("taking", taking).to("sums", sink)));

    assertThat(sink.elements())
        .containsExactlyElementsOf(LongStream.range(0, 1_000).map(x -> 2 * x).boxed().toList());
  }

  @Test
  void shouldUseAResourceAndCloseItAfterwards() {
    List<String> journal = new ArrayList<>();
    Resource<List<String>> resource =
        Resource.of(
            () -> {
              journal.add("opened");
              return journal;
            },
            open -> open.add("closed"));

    runtime.collect(
        Pipeline.named("sessions")
            .from(Sources.of("a", "b"))
            .<List<String>, String>coroutine(
                "noting",
                resource,
                (open, in, out) -> {
                  while (in.hasNext()) {
                    open.add(in.next());
                  }
                }));

    assertThat(journal).containsExactly("opened", "a", "b", "closed");
  }

  /** A source of one lane with the items 0 to 9, one in each block. */
  private static ScriptedSource tenBlocks() {
    List<List<ScriptedSource.Entry>> blocks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long position = ScriptedSource.BLOCK * i;
      blocks.add(List.of(new ScriptedSource.Entry.Element(position, new Item(0, i))));
    }
    return new ScriptedSource().lane(new ScriptedSource.Script(blocks, null));
  }

  @Test
  void shouldNotAcknowledgeWhatWasInItsHandsWhenItFailed() {
    ScriptedSource source = tenBlocks();
    Coroutine<Item, Item> failing =
        (in, out) -> {
          while (in.hasNext()) {
            Item item = in.next();
            if (item.value() == 4) {
              throw new IllegalStateException("not this one");
            }
            out.emit(item);
          }
        };

    assertThatThrownBy(
            () -> runtime.collect(Pipeline.named("p").from(source).coroutine("failing", failing)))
        .hasMessageContaining("not this one");
    assertThat(source.lanes().get(0).acknowledged()).isLessThanOrEqualTo(4 * ScriptedSource.BLOCK);
  }

  @Test
  void shouldNotAcknowledgeWhatWasInItsHandsWhenTheJobWasCancelled() throws Exception {
    ScriptedSource source = tenBlocks();
    CountDownLatch taken = new CountDownLatch(1);
    Coroutine<Item, Item> waiting =
        (in, out) -> {
          Item first = in.next();
          taken.countDown();
          new CountDownLatch(1).await();
          out.emit(first);
        };
    Job job =
        runtime.start(
            Pipeline.named("p").from(source).coroutine("waiting", waiting).to(Sinks.discard()));
    taken.await();

    job.cancel();

    assertThat(source.lanes().get(0).acknowledged()).isNegative();
  }

  @Test
  void shouldAcknowledgeWhatNobodyWantsAnyMore() {
    ScriptedSource source = tenBlocks();
    Coroutine<Item, Item> all =
        (in, out) -> {
          while (in.hasNext()) {
            Item item = in.next();
            for (int i = 0; i < 5_000; i++) {
              out.emit(item);
            }
          }
        };

    runtime.collect(Pipeline.named("p").from(source).coroutine("all", all).take(1));

    ScriptedSource.ScriptedLane lane = source.lanes().get(0);
    assertThat(lane.acknowledged()).isEqualTo(lane.end());
  }
}
