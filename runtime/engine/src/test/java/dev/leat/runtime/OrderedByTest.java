package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sources;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Calls that keep the order of each key, and calls on threads of their own. */
@Timeout(30)
class OrderedByTest {

  private static final int MANY = 2_000;
  private static final int KEYS = 10;

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Stage<Long> numbers() {
    return Pipeline.named("keys").from(Sources.range(0, MANY));
  }

  private static long key(long number) {
    return number % KEYS;
  }

  @Test
  void shouldHoldUpOnlyTheKeyOfASlowCall() {
    CompletableFuture<Long> slow = new CompletableFuture<>();
    AtomicInteger others = new AtomicInteger();
    Stage<Long> asked =
        numbers()
            .io(
                "ask",
                x -> x == 0 ? slow : CompletableFuture.completedFuture(x),
                io -> io.concurrency(MANY).<Long>orderedBy(OrderedByTest::key))
            .peek(x -> {
              if (key(x) != 0 && others.incrementAndGet() == MANY - MANY / KEYS) {
                slow.complete(0L); // only when all other keys have passed
              }
            });

    List<Long> results = runtime.collect(asked);

    assertThat(results).hasSize(MANY);
    assertThat(results.stream().filter(x -> key(x) == 0))
        .containsExactlyElementsOf(
            LongStream.range(0, MANY / KEYS).map(x -> x * KEYS).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldKeepTheOrderOfEachKeyThroughRetriesAndFailures(long seed) {
    Random random = new Random(seed);
    Set<Long> failing = new HashSet<>();
    Set<Long> retried = new HashSet<>();
    for (long x = 0; x < MANY; x++) {
      if (random.nextInt(10) == 0) {
        failing.add(x);
      } else if (random.nextInt(5) == 0) {
        retried.add(x);
      }
    }
    Set<Long> tried = ConcurrentHashMap.newKeySet();
    Stage<Long> asked =
        numbers()
            .coroutine(
                "ask",
                x -> {
                  if (failing.contains(x) || (retried.contains(x) && tried.add(x))) {
                    throw new IllegalStateException("no " + x);
                  }
                  return x;
                },
                co ->
                    co.concurrency(16)
                        .retry(Retry.immediately(2))
                        .onError(OnError.skip())
                        .<Long>orderedBy(OrderedByTest::key));

    List<Long> results = runtime.collect(asked);

    for (long key = 0; key < KEYS; key++) {
      long same = key;
      assertThat(results.stream().filter(x -> key(x) == same))
          .as("key %d, seed %d", key, seed)
          .containsExactlyElementsOf(
              LongStream.range(0, MANY)
                  .filter(x -> key(x) == same && !failing.contains(x))
                  .boxed()
                  .toList());
    }
  }

  @Test
  void shouldFailTheElementWhoseKeyFails() {
    Stage<Long> asked =
        numbers()
            .io(
                "ask",
                CompletableFuture::completedFuture,
                io -> io.<Long>orderedBy(x -> x == 5 ? Long.parseLong("five") : x));

    assertThatThrownBy(() -> runtime.collect(asked))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("stage 'ask'")
        .hasMessageContaining("five")
        .hasMessageContaining("element: 5");
  }

  @Test
  void shouldRefuseAKeyForIoMany() {
    assertThatThrownBy(() ->
            numbers().ioMany("many", Flux::just, io -> io.<Long>orderedBy(OrderedByTest::key)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("OrderedByTest.java")
        .hasMessageContaining("unordered()");
  }

  @Test
  void shouldMakeCallsOnPlatformThreadsOfItsOwn() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch both = new CountDownLatch(2);
    Stage<Long> asked =
        numbers()
            .coroutine(
                "ask",
                x -> {
                  threads.add(Thread.currentThread());
                  both.countDown();
                  return both.await(20, TimeUnit.SECONDS) ? x : -1L;
                },
                co -> co.threads(2));

    assertThat(runtime.collect(asked)).hasSize(MANY).isSorted().startsWith(0L);
    assertThat(threads)
        .hasSize(2)
        .allMatch(thread -> !thread.isVirtual())
        .allMatch(thread -> thread.getName().startsWith("leat-keys-ask-"));
    for (Thread thread : threads) {
      thread.join(20_000); // the job has ended, so they have nothing more to do
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void shouldRefuseMoreCallsThanThreads() {
    assertThatThrownBy(() -> numbers().coroutine("ask", x -> x, co -> co.threads(2).concurrency(3)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("stage 'ask'")
        .hasMessageContaining("ask for more threads");
    assertThatThrownBy(() -> numbers().coroutine("ask", x -> x, co -> co.threads(0)))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("threads must be at least 1");
  }
}
