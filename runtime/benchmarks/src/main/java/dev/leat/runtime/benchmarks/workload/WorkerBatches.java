package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Program.Python;
import dev.leat.pipeline.graph.StageFunction;
import dev.leat.runtime.worker.WorkBatch;
import dev.leat.runtime.worker.WorkerPool;
import dev.leat.runtime.worker.WorkerSpec;
import dev.leat.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Worker processes that are asked batches of a fixed size, without a pipeline, in order. One thread
 * uses it.
 */
final class WorkerBatches implements AutoCloseable {

  private static final int UNDER_WAY = 8;

  private final WorkerPool pool;
  private final ExecutorService threads = Executors.newCachedThreadPool(WorkerBatches::daemon);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(WorkerBatches::daemon);
  private final Semaphore changes = new Semaphore(0);

  private WorkerBatches(WorkerSpec spec) {
    pool =
        new WorkerPool(
            spec,
            name -> threads,
            (nanos, action) -> {
              var unused = clock.schedule(action, nanos, TimeUnit.NANOSECONDS);
            });
    pool.onChange(changes::release);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "workers");
    thread.setDaemon(true);
    return thread;
  }

  /** Worker JVMs, not started yet. */
  @SuppressWarnings("unchecked") // elements are what the function takes
  static <T, R> WorkerBatches jvm(int workers, CheckedFunction<T, R> function)
      throws WorkerStartException {
    return new WorkerBatches(
        WorkerSpec.jvm(
            "bench",
            "stage",
            new StageFunction.Plain(
                (CheckedFunction<Object, Object>) (CheckedFunction<?, ?>) function),
            ForkPolicy.DEFAULTS.withWorkers(workers)));
  }

  /** Workers that run a function of {@code work.py}, not started yet. */
  static WorkerBatches python(int workers, Path folder, String function)
      throws WorkerStartException, IOException {
    return new WorkerBatches(
        WorkerSpec.program(
            "bench",
            "stage",
            new Python("work", function, PythonPeer.interpreter(), List.of(folder), String.class),
            ForkPolicy.DEFAULTS.withWorkers(workers)));
  }

  /** Starts them, and waits for one of them. */
  WorkerBatches started() throws WorkerStartException, InterruptedException {
    pool.start();
    pool.awaitReady();
    return this;
  }

  List<WorkerStats> stats() {
    return pool.stats();
  }

  /** What the workers have used, in nanoseconds. */
  long cpuNanos() {
    return stats().stream().mapToLong(worker -> ProcessCpu.nanos(worker.pid())).sum();
  }

  /** Computes elements; takes the results in order. */
  void run(long elements, int batch, LongFunction<Object> element, Consumer<Object> result)
      throws InterruptedException, WorkerStartException {
    Deque<WorkBatch> underWay = new ArrayDeque<>();
    long next = 0;
    while (next < elements || !underWay.isEmpty()) {
      if (next < elements && underWay.size() < UNDER_WAY) {
        long from = next;
        Object[] all = new Object[(int) Math.min(batch, elements - from)];
        Arrays.setAll(all, i -> element.apply(from + i));
        next += all.length;
        WorkBatch made = new WorkBatch(all);
        underWay.add(made);
        pool.submit(made);
      } else {
        take(underWay, result);
      }
    }
  }

  private void take(Deque<WorkBatch> underWay, Consumer<Object> result)
      throws InterruptedException, WorkerStartException {
    WorkBatch first = underWay.remove();
    while (!first.isDone()) {
      changes.acquire();
      changes.drainPermits();
      WorkerStartException failure = pool.failure();
      if (failure != null) {
        throw failure;
      }
    }
    for (int i = 0; i < first.size(); i++) {
      Object each = first.result(i);
      if (each == null || each instanceof Exception) {
        throw new IllegalStateException("an element failed: " + each);
      }
      result.accept(each);
    }
  }

  @Override
  public void close() {
    pool.close();
    threads.shutdownNow();
    clock.shutdownNow();
  }
}
