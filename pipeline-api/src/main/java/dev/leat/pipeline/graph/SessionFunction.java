package dev.leat.pipeline.graph;

import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.CoroutineWith;
import dev.leat.pipeline.Resource;

/**
 * The body of a coroutine with a memory: alone, or with a resource that is opened for it.
 *
 * {@snippet :
 * boolean needsResource =
 *     switch (function) {
 *       case SessionFunction.Plain alone -> false;
 *       case SessionFunction.WithResource with -> true;
 *     };
 * }
 */
public sealed interface SessionFunction {

  /**
   * A body that needs nothing else.
   *
   * @param body the user's code
   */
  record Plain(Coroutine<Object, Object> body) implements SessionFunction {}

  /**
   * A body that uses an open resource.
   *
   * @param resource what is opened
   * @param body the user's code
   */
  record WithResource(Resource<Object> resource, CoroutineWith<Object, Object, Object> body)
      implements SessionFunction {}
}
