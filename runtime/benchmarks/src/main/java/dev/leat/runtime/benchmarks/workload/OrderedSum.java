package dev.leat.runtime.benchmarks.workload;

import dev.leat.pipeline.Pipeline;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Program;
import java.util.function.Function;

/** A checksum that depends on the order of what is added. One thread at a time. */
final class OrderedSum {

  private long value;

  void add(long x) {
    value = value * 31 + x;
  }

  long value() {
    return value;
  }

  /** Runs a pipeline that adds to a sum, which is a new one each time. */
  static Program byLeat(Function<OrderedSum, Pipeline> pipeline) {
    LocalRuntime runtime = LocalRuntime.create();
    Program program =
        () -> {
          OrderedSum sum = new OrderedSum();
          runtime.run(pipeline.apply(sum));
          return sum.value();
        };
    return program.closing(runtime);
  }
}
