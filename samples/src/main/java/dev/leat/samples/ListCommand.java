package dev.leat.samples;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leat list}: the samples, which are the subcommands of {@code leat run}. */
@Command(name = "list", description = "List the samples.", optionListHeading = "%nOptions:%n")
final class ListCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    CommandLine run = spec.root().commandLine().getSubcommands().get("run");
    Objects.requireNonNull(run, "the command run")
        .getSubcommands()
        .forEach((name, sample) ->
            spec.commandLine()
                .getOut()
                .printf(
                    "%-16s %s%n", name, sample.getCommandSpec().usageMessage().description()[0]));
    return 0;
  }
}
