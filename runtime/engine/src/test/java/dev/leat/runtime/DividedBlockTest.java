package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobCancelledException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.execution.JobRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks in front of a parallel segment: one worker reads all of one, or several share it. */
@Timeout(60)
@Tag("waits") // stages hold their workers, so that a block is divided at a moment that is known
class DividedBlockTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldSeeACancelInsideABlockThoughAllWorkersAreBusy(int cores) throws Exception {
    CountDownLatch begun = new CountDownLatch(cores);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    try (LocalRuntime runtime = runtime(cores)) {
      JobRun job =
          runtime.launch(
              Pipeline.named("p")
                  .from(Sources.range(0, 16_384))
                  .cpu(
                      "cpu",
                      n -> {
                        calls.incrementAndGet();
                        begun.countDown();
                        go.await();
                        return n;
                      })
                  .to(Sinks.discard()));
      begun.await();

      job.cancelled("the test says so");
      go.countDown();

      assertThatThrownBy(job::await).isInstanceOf(JobCancelledException.class);
      assertThat(calls).hasValue(cores);
    }
  }

  private static LocalRuntime runtime(int cores) {
    return LocalRuntime.builder().cores(cores).grace(Duration.ofSeconds(30)).build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldShareTheElementsOfOneBlock(boolean ordered) {
    CountDownLatch both = new CountDownLatch(2);
    try (LocalRuntime runtime = runtime(2)) {
      List<Long> results =
          runtime.collect(
              Pipeline.named("p")
                  .from(Sources.range(0, 40))
                  .cpu(
                      "cpu",
                      n -> {
                        both.countDown();
                        if (!both.await(20, TimeUnit.SECONDS)) {
                          throw new IllegalStateException("no other worker came");
                        }
                        return n;
                      },
                      o -> ordered ? o : o.unordered()));

      assertThat(results).hasSize(40).doesNotHaveDuplicates();
      assertThat(!ordered || results.equals(results.stream().sorted().toList())).isTrue();
    }
  }

  /** A block that notes how many read it; the first waits until it may. */
  private static final class Gate implements Block<Long> {

    private final Block<Long> block;
    private final AtomicInteger readers = new AtomicInteger();
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    Gate(Block<Long> block) {
      this.block = block;
    }

    @Override
    public boolean read(Emitter<? super Long> out) throws Exception {
      if (readers.getAndIncrement() > 0) {
        return true;
      }
      read.countDown();
      go.await();
      return block.read(out);
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

  @Test
  void shouldNotBeReadByASecondWorkerWhileItIsBeingDivided() throws Exception {
    CompletableFuture<Gate> first = new CompletableFuture<>();
    NumberSource source =
        new NumberSource(5) {
          @Override
          public @Nullable Block<Long> next() {
            Block<Long> block = super.next();
            if (block == null || block.from() > 0) {
              return block;
            }
            Gate gate = new Gate(block);
            first.complete(gate);
            return gate;
          }
        };
    ProbeSink<Long> sink = new ProbeSink<>();
    try (ManualClock clock = new ManualClock();
        LocalRuntime runtime = LocalRuntime.builder().cores(4).timers(clock).build()) {
      // Two workers are asked to come before the first of them can begin.
      CountDownLatch release = hold(runtime, 4);
      Job job = runtime.start(source.stage().cpu("cpu", n -> n).to(sink));
      while (source.handedOut() < 5) {
        Waits.pause();
      }
      runOthers(runtime, other -> other.map(n -> n));
      release.countDown();
      Gate gate = first.get(20, TimeUnit.SECONDS);
      gate.read.await();
      runOthers(runtime, other -> other.cpu("cpu", n -> n));

      // Somebody looks whether what waits has been claimed.
      clock.advance(Duration.ofMillis(1));
      runOthers(runtime, other -> other.cpu("cpu", n -> n));
      gate.go.countDown();

      job.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(gate.readers).hasValue(1);
      assertThat(sink.elements()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
  }

  /** Keeps all workers busy until what it returns is released. */
  private static CountDownLatch hold(LocalRuntime runtime, int cores) throws Exception {
    CountDownLatch held = new CountDownLatch(cores);
    CountDownLatch release = new CountDownLatch(1);
    runtime.start(
        Pipeline.named("hold")
            .from(Sources.range(0, 100))
            .cpu(
                "hold",
                n -> {
                  held.countDown();
                  release.await();
                  return n;
                })
            .to(Sinks.discard()));
    held.await();
    return release;
  }

  private static void runOthers(LocalRuntime runtime, UnaryOperator<Stage<Long>> work) {
    for (int i = 0; i < 10; i++) {
      runtime.collect(work.apply(Pipeline.named("other").from(Sources.range(0, 100))));
    }
  }

  /** Numbers behind each other. */
  private record Numbers(long from, long to) implements Block<Long> {

    @Override
    public boolean read(Emitter<? super Long> out) {
      for (long n = from; n < to; n++) {
        out.emit(n, n);
      }
      return true;
    }

    @Override
    public long weight() {
      return to - from;
    }
  }

  @Test
  void shouldWakeAnotherWorkerForBlocksThatWait() {
    long size = 2_000;
    long alone = 20;
    Semaphore done = new Semaphore(1);
    NumberSource source =
        new NumberSource(2 * alone) {
          @Override
          public @Nullable Block<Long> next() {
            Block<Long> block = super.next();
            if (block == null) {
              return null;
            }
            if (block.from() <= alone) {
              done.acquireUninterruptibly();
            }
            return new Numbers(block.from() * size, (block.from() + 1) * size);
          }
        };
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicBoolean met = new AtomicBoolean();
    // The clock stands still, so no worker is woken because another one takes long.
    try (ManualClock clock = new ManualClock();
        LocalRuntime runtime = LocalRuntime.builder().cores(2).timers(clock).build()) {
      List<Long> results =
          runtime.collect(
              source
                  .stage()
                  .cpu(
                      "cpu",
                      n -> {
                        if (n >= alone * size && !met.get()) {
                          both.await(20, TimeUnit.SECONDS);
                          met.set(true);
                        }
                        if (n % size == size - 1) {
                          done.release();
                        }
                        return n;
                      }));

      assertThat(results).hasSize(80_000);
    }
  }
}
