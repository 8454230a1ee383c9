/**
 * Carries out a plan: one {@link dev.leat.runtime.execution.JobRun} for each job, one task for each
 * segment of the plan.
 *
 * <pre>
 *   LaneTask --blocks--&gt; SequentialTask or ParallelTask --chunks--&gt; CallsTask --chunks--&gt; SequentialTask (sink)
 *            &lt;--credit--                                &lt;--credit--           &lt;--credit--
 * </pre>
 *
 * <p>The lanes of a live source come and go: a {@link dev.leat.runtime.execution.ListenTask} takes
 * them in, and each has a {@link dev.leat.runtime.execution.LiveLaneTask} on its own event loop.
 * They share one {@link dev.leat.runtime.execution.Intake}, so the credit in front of the first
 * segment is the same however many there are.
 *
 * <p><b>Hot path.</b> Between segments flow {@linkplain dev.leat.runtime.execution.Chunk chunks};
 * inside a segment each element is pushed through a chain of {@linkplain
 * dev.leat.runtime.execution.Op operators} into {@linkplain dev.leat.runtime.execution.Output
 * outputs}. It goes in at a {@link dev.leat.runtime.execution.Head}. The operators of a segment
 * with much to do are copies whose code belongs to its stages: {@link
 * dev.leat.runtime.execution.OperatorClasses}.
 *
 * <p><b>Backpressure.</b> A {@link dev.leat.runtime.execution.Port} sends a chunk only against
 * credit of every inlet behind it. An {@link dev.leat.runtime.execution.Inlet} gives credit for as
 * many elements as it has room for.
 *
 * <p><b>Threads.</b> A task is drained by one thread at a time, whichever its executor lends; the
 * work of a {@link dev.leat.runtime.execution.ParallelTask} is done by several, and only what it
 * emits is serialized. The signals between tasks are those of Reactive Streams.
 */
@NullMarked
package dev.leat.runtime.execution;

import org.jspecify.annotations.NullMarked;
