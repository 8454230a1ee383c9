package dev.leat.runtime.testkit;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound where threads of the engine that must not block may wait all the same, which
 * calls block besides those that it knows, and that {@link BlockingCalls} listens. Found by {@link
 * java.util.ServiceLoader}: nothing calls it.
 *
 * {@snippet :
 * BlockHound.builder().with(new EngineBlocking()).install();
 * }
 */
public final class EngineBlocking implements BlockHoundIntegration {

  /** Called by BlockHound. */
  public EngineBlocking() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    allowTheEngine(builder);
    JdkCalls.markIn(builder);
    builder.blockingMethodCallback(BlockingCalls::blocks);
  }

  private static void allowTheEngine(BlockHound.Builder builder) {
    // A worker that has nothing to do waits for work, and its pool takes a lock to hand it some:
    // nobody waits for the worker meanwhile.
    builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "getTask");
    builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute");
    // Where the pool lets whoever hands it a task run the task, that one waits for it.
    builder.disallowBlockingCallsInside(
        "java.util.concurrent.ThreadPoolExecutor$CallerRunsPolicy", "rejectedExecution");
    // A thread that begins a task while its pool is being shut down.
    builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor$Worker", "lock");
    builder.allowBlockingCallsInside(
        "java.util.concurrent.ThreadPoolExecutor", "processWorkerExit");
    // A timer is set under the lock of the queue of timers, which is held for a few instructions.
    builder.allowBlockingCallsInside(
        "java.util.concurrent.ScheduledThreadPoolExecutor", "schedule");
    builder.allowBlockingCallsInside(
        "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask", "cancel");
    // Vert.x ends its own pools on an event loop when it is closed, after everything else.
    builder.allowBlockingCallsInside("io.vertx.core.internal.WorkerPool", "shutdown");
    // A coroutine with a memory and its task meet under a lock that is held for a few instructions.
    builder.allowBlockingCallsInside("dev.leat.runtime.execution.LaneCoroutine", "enter");
    // The memory of a worker process is read before it is ended, from a file that is in no disk.
    builder.allowBlockingCallsInside("dev.leat.runtime.worker.WorkerReport", "memory");
    // Blocks of files are read by the worker that then splits and parses them, so that reading
    // scales with the cores. What the elements meet on their way from there may not block.
    builder.allowBlockingCallsInside("dev.leat.runtime.execution.BlockEmitter", "read");
    builder.allowBlockingCallsInside("dev.leat.runtime.execution.DividedBlock", "of");
    builder.disallowBlockingCallsInside("dev.leat.runtime.execution.BlockEmitter", "emit");
    builder.disallowBlockingCallsInside("dev.leat.runtime.execution.BlockEmitter", "reject");
  }
}
