package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.graph.StageFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When workers that die are replaced, and when no more. */
class WorkerRestartsTest {

  private static final long LONGEST_BACKOFF = TimeUnit.SECONDS.toNanos(5);

  /** In milliseconds. */
  private final List<Long> pauses = Collections.synchronizedList(new ArrayList<>());

  private WorkerPool pool(StageFunction function) throws WorkerStartException {
    return new WorkerPool(
        WorkerSpec.jvm("test", "stage", function, Pools.policy(1).withAttempts(1)),
        Pools::thread,
        (nanos, action) -> {
          if (nanos <= LONGEST_BACKOFF) {
            pauses.add(TimeUnit.NANOSECONDS.toMillis(nanos));
          }
          Pools.after(nanos, action);
        });
  }

  /** What a worker opens that then ends, without having computed anything. */
  private static Integer endsByItself() {
    Thread thread =
        new Thread(() -> {
          System.out.println("the licence has run out");
          Runtime.getRuntime().halt(7);
        });
    thread.start();
    return 1;
  }

  private static StageFunction dying() {
    Resource<Integer> resource = Resource.of(WorkerRestartsTest::endsByItself, opened -> {});
    CheckedBiFunction<Integer, Integer, Integer> function = (opened, n) -> n;
    return Pools.with(resource, function);
  }

  @Test
  void shouldWaitLongerEachTimeAndGiveUpWhenNoElementIsToBlame() throws Exception {
    Semaphore changes = new Semaphore(0);
    try (WorkerPool pool = pool(dying())) {
      pool.onChange(changes::release);
      pool.start();

      while (pool.failure() == null) {
        changes.acquire();
      }

      assertThat(pool.failure())
          .hasMessageContaining("5 workers ended one after the other")
          .hasMessageContaining("exit code 7")
          .hasMessageContaining("the licence has run out");
      assertThat(pauses).containsExactly(50L, 100L, 200L);
    }
  }

  @Test
  void shouldReplaceAWorkerAtOnceThatHasComputedABatch() throws Exception {
    CheckedFunction<Integer, Integer> endsAt1 =
        n -> {
          if (n == 1) {
            Runtime.getRuntime().halt(9);
          }
          return n;
        };
    try (WorkerPool pool = pool(Pools.plain(endsAt1))) {
      pool.start();
      pool.awaitReady();

      for (int i = 0; i < 3; i++) {
        List<Object> results = Pools.computed(pool, 1, List.of(0, 1, 2));
        assertThat(results.get(1)).isInstanceOf(WorkerException.class);
      }

      assertThat(pauses).isEmpty();
    }
  }
}
