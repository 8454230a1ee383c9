package dev.leat.pipeline;

/**
 * Where a {@link Coroutine} emits its results. Used by the thread of the coroutine only.
 *
 * {@snippet :
 * out.emit(in.next() + "?");
 * }
 *
 * @param <R> the type of the results
 */
public interface CoroutineOutput<R> {

  /**
   * Emits a result, waiting until there is room for it if necessary.
   *
   * @param result the result, not null
   * @throws InterruptedException if the job ends early
   */
  void emit(R result) throws InterruptedException;
}
