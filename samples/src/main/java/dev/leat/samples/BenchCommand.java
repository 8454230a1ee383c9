package dev.leat.samples;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat bench}: stands here for the list of commands; the launcher starts the benchmarks. */
@Command(
    name = "bench",
    description = "Measure Leat beside its peers; leat bench --help lists what can be measured.",
    customSynopsis = "leat bench [WORKLOAD]... [--peers A,B] [--quick]",
    optionListHeading = "%nOptions:%n")
final class BenchCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    throw new ParameterException(
        spec.commandLine(),
        "benchmarks are run by the launcher: start ./leat bench in the source folder");
  }
}
