package dev.leat.pipeline;

import java.io.Serializable;

/**
 * A {@link Coroutine} that uses a resource, which is opened for the job and shared by all lanes.
 *
 * {@snippet :
 * CoroutineWith<Users, String, String> owners =
 *     (users, in, out) -> {
 *       String last = "";
 *       while (in.hasNext()) {
 *         String path = in.next();
 *         if (!path.equals(last)) {
 *           out.emit(users.owner(path));
 *           last = path;
 *         }
 *       }
 *     };
 * }
 *
 * @param <C> the type of the resource
 * @param <T> the type of the elements taken
 * @param <R> the type of the results
 */
@FunctionalInterface
public interface CoroutineWith<C, T, R> extends Serializable {

  /**
   * Takes elements and emits results until there is no more to do.
   *
   * @throws Exception what it throws fails the job
   */
  void run(C resource, CoroutineInput<T> in, CoroutineOutput<R> out) throws Exception;
}
