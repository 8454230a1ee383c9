package dev.leat.pipeline.graph;

import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Resource;
import java.io.Serializable;

/**
 * The function of a stage: alone, or with a resource that is opened for it. It can travel to
 * another process if everything it captures can.
 *
 * {@snippet :
 * boolean needsResource =
 *     switch (function) {
 *       case StageFunction.Plain alone -> false;
 *       case StageFunction.WithResource with -> true;
 *     };
 * }
 */
public sealed interface StageFunction extends Serializable {

  /**
   * A function of the element.
   *
   * @param function the user's function
   */
  record Plain(CheckedFunction<Object, Object> function) implements StageFunction {}

  /**
   * A function of an open resource and the element.
   *
   * @param resource what is opened
   * @param function the user's function
   */
  record WithResource(Resource<Object> resource, CheckedBiFunction<Object, Object, Object> function)
      implements StageFunction {}
}
