/**
 * Lines and bytes without copies: what files, sockets and worker processes share to cut input into
 * lines.
 *
 * <p>A {@link dev.leat.pipeline.bytes.LineSplitter} walks over a block of bytes and finds the ends
 * of its lines, eight bytes at a time. A {@link dev.leat.pipeline.bytes.Line} is a view of one of
 * them; it becomes text only when asked.
 *
 * <pre>
 *   block   G E T   / \n P O S T   / x \r \n P U
 *           '--Line--'   '---Line----'        '--- unfinished: carried to the next block
 * </pre>
 *
 * <p>Blocks are never recycled: a {@code byte[]} that was given to a line is not written to again.
 * A line may therefore be kept for ever, but it keeps its whole block alive; {@link
 * dev.leat.pipeline.bytes.Line#copy} does not.
 */
@NullMarked
package dev.leat.pipeline.bytes;

import org.jspecify.annotations.NullMarked;
