package dev.leat.runtime.worker;

import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Program;
import dev.leat.pipeline.graph.StageFunction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Pools of real processes for tests. */
final class Pools {

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "test-timer");
        thread.setDaemon(true);
        return thread;
      });

  private Pools() {}

  @SuppressWarnings("unchecked") // what the DSL does too
  static <T, R> StageFunction plain(CheckedFunction<T, R> function) {
    return new StageFunction.Plain(
        (CheckedFunction<Object, Object>) (CheckedFunction<?, ?>) function);
  }

  @SuppressWarnings("unchecked") // what the DSL does too
  static StageFunction with(Resource<?> resource, CheckedBiFunction<?, ?, ?> function) {
    return new StageFunction.WithResource(
        (Resource<Object>) resource, (CheckedBiFunction<Object, Object, Object>) function);
  }

  static ForkPolicy policy(int workers) {
    return ForkPolicy.DEFAULTS.withWorkers(workers);
  }

  static WorkerPool jvm(ForkPolicy policy, StageFunction function) throws WorkerStartException {
    return new WorkerPool(
        WorkerSpec.jvm("test", "stage", function, policy), Pools::thread, Pools::after);
  }

  static WorkerPool program(ForkPolicy policy, Program program) throws WorkerStartException {
    return new WorkerPool(
        WorkerSpec.program("test", "stage", program, policy), Pools::thread, Pools::after);
  }

  static WorkerPool python(ForkPolicy policy, Path folder, String name, Class<?> result)
      throws WorkerStartException {
    return program(
        policy, new Program.Python("functions", name, "python3", List.of(folder), result));
  }

  static Executor thread(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.start();
    };
  }

  static void after(long nanos, Runnable action) {
    var unused = TIMER.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }

  /** Starts a pool, computes all elements in batches, and ends it. */
  static List<Object> results(WorkerPool pool, int batchSize, List<?> elements) throws Exception {
    try (pool) {
      pool.start();
      pool.awaitReady();
      List<Object> results = computed(pool, batchSize, elements);
      while (!pool.finished()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      WorkerStartException failure = pool.failure();
      if (failure != null) {
        throw failure;
      }
      return results;
    }
  }

  static List<Object> computed(WorkerPool pool, int batchSize, List<?> elements) throws Exception {
    Semaphore changes = new Semaphore(0);
    pool.onChange(changes::release);
    List<WorkBatch> batches = new ArrayList<>();
    for (int from = 0; from < elements.size(); from += batchSize) {
      int to = Math.min(elements.size(), from + batchSize);
      WorkBatch batch = new WorkBatch(elements.subList(from, to).toArray());
      batches.add(batch);
      pool.submit(batch);
    }
    List<Object> results = new ArrayList<>();
    for (WorkBatch batch : batches) {
      while (!batch.isDone()) {
        WorkerStartException failure = pool.failure();
        if (failure != null) {
          throw failure;
        }
        boolean unused = changes.tryAcquire(50, TimeUnit.MILLISECONDS);
      }
      for (int i = 0; i < batch.size(); i++) {
        results.add(String.valueOf(batch.result(i)).isEmpty() ? "" : batch.result(i));
      }
    }
    return results;
  }

  /** Elements 0, 1, ... as numbers. */
  static List<Object> numbers(int count) {
    return new ArrayList<>(Stream.iterate(0, n -> n + 1).limit(count).toList());
  }
}
