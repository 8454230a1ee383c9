package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.scheduler.InlineSchedulers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one thread that all tasks of an inline runtime share. */
@Timeout(20)
class InlineThreadTest {

  @Test
  void shouldGoOnAfterATaskThatThrew() throws Exception {
    InlineSchedulers schedulers = new InlineSchedulers(0, null);
    CompletableFuture<Thread> before = new CompletableFuture<>();
    CompletableFuture<Thread> after = new CompletableFuture<>();
    schedulers
        .computing()
        .execute(() -> {
          before.complete(Thread.currentThread());
          throw new AssertionError(DroppedErrors.ON_PURPOSE);
        });
    Thread thread = before.get(10, TimeUnit.SECONDS);

    schedulers.computing().execute(() -> after.complete(Thread.currentThread()));

    assertThat(after.get(10, TimeUnit.SECONDS)).isSameAs(thread);
    assertThat(schedulers.close(Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void shouldNotLetATaskSeeTheInterruptOfTheOneBefore() throws Exception {
    InlineSchedulers schedulers = new InlineSchedulers(0, null);
    CompletableFuture<Boolean> before = new CompletableFuture<>();
    CompletableFuture<Boolean> go = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    schedulers
        .computing()
        .execute(() -> {
          before.complete(true);
          go.join();
          Thread.currentThread().interrupt();
        });
    before.get(10, TimeUnit.SECONDS);

    schedulers
        .computing()
        .execute(() -> interrupted.complete(Thread.currentThread().isInterrupted()));
    go.complete(true);

    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(schedulers.close(Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void shouldNotMakeCallsThatWereGivenUpBeforeTheyBegan() throws Exception {
    AtomicInteger made = new AtomicInteger();
    for (long seed = 0; seed < 20; seed++) {
      try (LateCalls calls = new LateCalls(seed, made)) {
        calls.run();
        assertThat(calls.violations).as("seed %d", seed).isEmpty();
      }
    }
    assertThat(made.get()).isBetween(20, 79);
  }

  /** Four calls that wait for the thread; the one that is made first takes too long. */
  private static final class LateCalls implements AutoCloseable {

    private final ManualClock clock = new ManualClock();
    private final LocalRuntime runtime;
    private final AtomicInteger made;
    private final AtomicBoolean gaveUp = new AtomicBoolean();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    LateCalls(long seed, AtomicInteger made) {
      this.runtime = LocalRuntime.builder().inline(seed).timers(clock).build();
      this.made = made;
    }

    void run() throws Exception {
      runtime
          .start(
              Pipeline.named("p")
                  .from(Sources.of(1, 2, 3, 4))
                  .coroutine(
                      "co",
                      this::call,
                      co ->
                          co.concurrency(4)
                              .timeout(Duration.ofMillis(5))
                              .retry(Retry.immediately(2).when(this::retries))
                              .onError(OnError.skip()))
                  .peek(n -> check("peek"))
                  .to(Sinks.discard()))
          .result()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    }

    private Integer call(Integer n) {
      made.incrementAndGet();
      check("call");
      if (gaveUp.get()) {
        violations.add("a call was made after it was given up");
      }
      clock.advance(Duration.ofMillis(10));
      return n;
    }

    private boolean retries(Throwable failure) {
      check("retry");
      gaveUp.set(true);
      return false;
    }

    private void check(String where) {
      if (Thread.currentThread().isInterrupted()) {
        violations.add(where + " saw an interrupt");
      }
    }

    @Override
    public void close() {
      runtime.close();
      clock.close();
    }
  }
}
