package dev.leat.pipeline;

import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.Program;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the operations of stages that run programs of other languages. */
final class Programs {

  private static final Set<Class<?>> RESULTS =
      Set.of(
          String.class,
          byte[].class,
          Long.class,
          Double.class,
          Boolean.class,
          List.class,
          Map.class,
          Object.class);

  private Programs() {}

  static Operation python(String stage, String function, Class<?> result, PythonOptions options) {
    int colon = function.indexOf(':');
    if (colon < 1 || colon == function.length() - 1) {
      throw new PipelineDefinitionException(
          "stage '%s' (%s): '%s' does not name a function; write module:function, such as scores:score"
              .formatted(stage, CallSites.caller(), function));
    }
    return operation(
        new Program.Python(
            function.substring(0, colon),
            function.substring(colon + 1),
            options.interpreter(),
            options.path(),
            result),
        options.common());
  }

  static Operation operation(Program program, ProgramOptions.Common common) {
    Class<?> result = program.resultType();
    if (!RESULTS.contains(result)) {
      throw new PipelineDefinitionException(
          "results at %s cannot be of %s; choose String, byte[], Long, Double, Boolean, List, Map, or Object for any of them"
              .formatted(CallSites.caller(), result));
    }
    if (program instanceof Program.Lines && !common.shares().accumulators().isEmpty()) {
      throw new PipelineDefinitionException(
          "the command at %s answers lines, which have no place for accumulators; use Command.frames, or python"
              .formatted(CallSites.caller()));
    }
    return new Operation.Foreign(
        program, common.policy(), common.ordered(), common.onError(), common.shares());
  }
}
