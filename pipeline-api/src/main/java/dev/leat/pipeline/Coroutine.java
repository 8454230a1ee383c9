package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A coroutine with a memory: code in plain, blocking style that runs once for each {@linkplain
 * dev.leat.pipeline.connector.Lane lane}, takes its elements one after the other and emits any
 * number of results at any time. It is the way to write an operator of one's own: framing,
 * sessions, state machines, deduplication.
 *
 * {@snippet :
 * Coroutine<String, String> paragraphs =
 *     (in, out) -> {
 *       List<String> lines = new ArrayList<>();
 *       while (in.hasNext()) {
 *         String line = in.next();
 *         if (!line.isEmpty()) {
 *           lines.add(line);
 *         } else if (!lines.isEmpty()) {
 *           out.emit(String.join(" ", lines));
 *           lines.clear();
 *         }
 *       }
 *       if (!lines.isEmpty()) {
 *         out.emit(String.join(" ", lines));
 *       }
 *     };
 * }
 *
 * <p><b>Threads.</b> It runs on one virtual thread from the first element of the lane to the end of
 * the lane. {@link CoroutineInput#next} and {@link CoroutineOutput#emit} are the places where it
 * waits. It may wait anywhere else, too; it must not compute for long. The input and the output may
 * be used by that thread only.
 *
 * <p><b>Order.</b> Elements come in the order of the lane, and results leave in the order in which
 * they were emitted.
 *
 * <p><b>End.</b> When it returns early, the rest of its lane is not wanted any more. When the job
 * ends early, its thread is interrupted and both methods throw {@link InterruptedException}.
 *
 * <p><b>Errors.</b> An exception fails the job with a {@link StageException} that names the last
 * element taken.
 *
 * @param <T> the type of the elements taken
 * @param <R> the type of the results
 */
@FunctionalInterface
public interface Coroutine<T, R> extends Serializable {

  /**
   * Takes elements and emits results until there is no more to do.
   *
   * @throws Exception what it throws fails the job
   */
  void run(CoroutineInput<T> in, CoroutineOutput<R> out) throws Exception;
}
