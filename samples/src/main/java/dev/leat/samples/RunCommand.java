package dev.leat.samples;

import dev.leat.samples.accesslog.RunAccessLog;
import dev.leat.samples.blocking.RunBlockingDemo;
import dev.leat.samples.poison.RunPoison;
import dev.leat.samples.pythonscore.RunPythonScore;
import dev.leat.samples.tcpingest.RunTcpIngest;
import dev.leat.samples.tour.RunConcurrencyTour;
import dev.leat.samples.wordcount.RunWordCount;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat run}: its subcommands are the samples. */
@Command(
    name = "run",
    description = "Run a sample.",
    synopsisSubcommandLabel = "SAMPLE",
    commandListHeading = "%nSamples:%n",
    optionListHeading = "%nOptions:%n",
    subcommands = {
      RunAccessLog.class,
      RunBlockingDemo.class,
      RunConcurrencyTour.class,
      RunPoison.class,
      RunPythonScore.class,
      RunTcpIngest.class,
      RunWordCount.class
    })
final class RunCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    throw new ParameterException(spec.commandLine(), "no sample given; 'leat list' shows them");
  }
}
