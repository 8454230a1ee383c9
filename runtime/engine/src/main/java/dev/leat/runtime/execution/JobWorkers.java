package dev.leat.runtime.execution;

import dev.leat.pipeline.WorkerStats;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.graph.StageNode;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.scheduler.Schedulers;
import dev.leat.runtime.worker.WorkerPool;
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
  private final JobResources resources;
  private final WorkerSpecs specs;

  /** No workers yet. */
  JobWorkers(Plan plan, Schedulers schedulers, JobResources resources) {
    this.plan = plan;
    this.schedulers = schedulers;
    this.resources = resources;
    this.specs = new WorkerSpecs(plan.pipeline(), resources);
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
  WorkerPool start(StageNode node, ConnectorContext context) throws Exception {
    WorkerPool pool =
        new WorkerPool(
            specs.of(node, context),
            plan.settings().inline() ? schedulers::coroutines : schedulers::blocking,
            (nanos, action) -> schedulers.timers().schedule(nanos, action));
    pool.onReport(resources::report);
    pools.put(node.id(), pool);
    pool.start();
    return pool;
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
