package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a task is made from.
 *
 * @param job the job it belongs to
 * @param name its name, for threads and messages
 * @param home where it runs when it is woken
 * @param compiler makes its chains
 * @param keys its ports
 * @param settings the bounds of the plan
 */
record Assignment(
    JobRun job,
    String name,
    Executor home,
    SegmentCompiler compiler,
    List<PortKey> keys,
    PlanSettings settings) {}
