/**
 * The contracts between a runtime and the outside world: what a source and a sink promise, and what
 * they may rely on.
 *
 * <p>A {@link dev.leat.pipeline.connector.Source} is a description. At the start of a job the
 * runtime asks it for its {@linkplain dev.leat.pipeline.connector.Lane lanes} (independent ordered
 * streams: a file, a list of files, a connection, a partition), opens each one, and asks the {@link
 * dev.leat.pipeline.connector.LaneReader} for {@linkplain dev.leat.pipeline.connector.Block blocks}
 * until there are no more:
 *
 * <pre>
 *   Source --lanes()--> Lane --open()--> LaneReader --next()--> Block --read(emitter)--> elements
 *                                        one thread             any one thread each
 * </pre>
 *
 * <p>Fetching the next block is sequential and should be cheap; dividing a block into elements may
 * happen on another thread, several blocks of a lane at once, so that reading and decoding use all
 * cores. The runtime puts the elements back into the order of the blocks.
 *
 * <p>The lanes of a {@link dev.leat.pipeline.connector.LiveSource} come and go while the job runs.
 * They have no thread of their own: a {@link dev.leat.pipeline.connector.LiveLane} lives on an
 * event loop and says when there is something to poll.
 *
 * <pre>
 *   LiveSource --listen()--&gt; LaneAcceptor &lt;--accept()-- LiveLane --poll()--&gt; Block
 * </pre>
 *
 * <p>A {@link dev.leat.pipeline.connector.Sink} is opened once per job, written to in chunks by one
 * thread at a time, then flushed and committed when the whole job succeeded, or aborted when it did
 * not.
 *
 * <p>A connector depends on this module only, never on a runtime.
 */
@NullMarked
package dev.leat.pipeline.connector;

import org.jspecify.annotations.NullMarked;
