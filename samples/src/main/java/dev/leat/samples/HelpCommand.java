package dev.leat.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code leat help}: the same as {@code --help} of a command. */
@Command(
    name = "help",
    description = "Show the help of a command.",
    optionListHeading = "%nOptions:%n")
final class HelpCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command, such as: run access-log")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    CommandLine command = spec.root().commandLine();
    for (String name : names) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new UnmatchedArgumentException(command, List.of(name));
      }
      command = next;
    }
    command.usage(command.getOut());
    return 0;
  }
}
