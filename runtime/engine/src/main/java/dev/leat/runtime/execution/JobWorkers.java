package dev.leat.runtime.execution;

import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.scheduler.Schedulers;
import dev.leat.runtime.worker.WorkerPool;
import dev.leat.runtime.worker.WorkerSpec;
import dev.leat.runtime.worker.WorkerStartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The worker processes of a job, by stage. Started by one thread; figures may be asked for by any.
 */
final class JobWorkers {

  private final Plan plan;
  private final Schedulers schedulers;
  private final List<StageNode> forked = new ArrayList<>();
  private final Map<Integer, WorkerPool> pools = new ConcurrentSkipListMap<>();

  /** No workers yet. */
  JobWorkers(Plan plan, Schedulers schedulers) {
    this.plan = plan;
    this.schedulers = schedulers;
    for (PlannedSegment segment : plan.segments()) {
      if (segment instanceof PlannedSegment.Forked each) {
        forked.add(plan.graph().stage(each.stage()));
      }
    }
  }

  /** The stages that have workers. */
  List<StageNode> stages() {
    return forked;
  }

  boolean isForked(StageNode node) {
    return forked.contains(node);
  }

  /** Starts the workers of a stage and does not wait for them. */
  WorkerPool start(StageNode node) throws WorkerStartException {
    WorkerPool pool =
        new WorkerPool(
            spec(node),
            plan.settings().inline() ? schedulers::coroutines : schedulers::blocking,
            (nanos, action) -> schedulers.timers().schedule(nanos, action));
    pools.put(node.id(), pool);
    pool.start();
    return pool;
  }

  private WorkerSpec spec(StageNode node) throws WorkerStartException {
    return switch (node.operation()) {
      case Operation.Cpu cpu -> {
        ForkPolicy fork = cpu.options().fork();
        yield WorkerSpec.jvm(
            plan.pipeline(),
            node.name(),
            cpu.function(),
            fork == null ? ForkPolicy.DEFAULTS : fork);
      }
      case Operation.Foreign foreign ->
          WorkerSpec.program(plan.pipeline(), node.name(), foreign.program(), foreign.policy());
      default -> throw new IllegalStateException(node + " has no workers");
    };
  }

  /** Waits until a worker of a stage can take elements. */
  WorkerPool awaitReady(StageNode node) throws WorkerStartException, InterruptedException {
    WorkerPool pool = pool(node);
    pool.awaitReady();
    return pool;
  }

  WorkerPool pool(StageNode node) {
    WorkerPool pool = pools.get(node.id());
    if (pool == null) {
      throw new IllegalStateException("the workers of " + node + " are not started");
    }
    return pool;
  }

  /** Nobody waits for workers any more that still start. */
  void stopWaiting() {
    pools.values().forEach(WorkerPool::stopWaiting);
  }

  List<WorkerStats> stats() {
    return pools.values().stream().flatMap(pool -> pool.stats().stream()).toList();
  }
}
