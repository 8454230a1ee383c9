package dev.leat.samples;

import dev.leat.samples.accesslog.ExplainAccessLog;
import dev.leat.samples.blocking.ExplainBlockingDemo;
import dev.leat.samples.poison.ExplainPoison;
import dev.leat.samples.pythonscore.ExplainPythonScore;
import dev.leat.samples.tcpingest.ExplainTcpIngest;
import dev.leat.samples.tour.ExplainConcurrencyTour;
import dev.leat.samples.wordcount.ExplainWordCount;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat explain}: its subcommands are the samples. */
@Command(
    name = "explain",
    description = "Print how a sample would be run, without running it.",
    synopsisSubcommandLabel = "SAMPLE",
    commandListHeading = "%nSamples:%n",
    optionListHeading = "%nOptions:%n",
    subcommands = {
      ExplainAccessLog.class,
      ExplainBlockingDemo.class,
      ExplainConcurrencyTour.class,
      ExplainPoison.class,
      ExplainPythonScore.class,
      ExplainTcpIngest.class,
      ExplainWordCount.class
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    throw new ParameterException(spec.commandLine(), "no sample given; 'leat list' shows them");
  }
}
