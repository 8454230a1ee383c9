package dev.leat.samples;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat test}: stands here for its help; the launcher runs Maven itself. */
@Command(
    name = "test",
    description = {
      "Build, check and test everything with Maven; ends with a line that counts the tests.",
      "Arguments are passed on to Maven: leat test -pl connectors/files -am"
    },
    customSynopsis = "leat test [-h] [MAVEN-ARGUMENT]...",
    optionListHeading = "%nOptions:%n")
final class TestCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    throw new ParameterException(
        spec.commandLine(),
        "tests are run by the launcher: start ./leat test in the source folder");
  }
}
