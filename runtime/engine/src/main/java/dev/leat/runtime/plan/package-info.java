/**
 * Decides how a pipeline is run: a pure function from the graph to a {@link
 * dev.leat.runtime.plan.Plan}. Nothing here knows threads, and nothing that is measured while a job
 * runs flows back.
 *
 * <pre>
 *   stages of the graph:   source -> map -> cpu -> filter -> io -> map -> sink
 *   segments of the plan: [fetch] =&gt; [ split map cpu filter ] =&gt; [ io ] =&gt; [ map sink ]
 *                          blocking    parallel                  loop      own thread
 * </pre>
 *
 * <p>Neighbours that can share a thread are fused into a <i>segment</i>; between segments lies a
 * bounded <i>edge</i>.
 */
@NullMarked
package dev.leat.runtime.plan;

import org.jspecify.annotations.NullMarked;
