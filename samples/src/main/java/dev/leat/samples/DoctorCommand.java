package dev.leat.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat doctor}: asks a running process what its jobs do. */
@Command(
    name = "doctor",
    description = {
      "Show what the jobs of a running process do.",
      "",
      "Prints the plan of each job with what was measured and found, which stage waits for which, and the stacks of"
          + " those that wait for no other. The process has to be of the same user, and needs no option."
    },
    optionListHeading = "%nOptions:%n")
final class DoctorCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SAMPLE|PID",
      description = "A sample that runs, or the number of any process that runs jobs of Leat.")
  private String target = "";

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      return Leat.WRONG_COMMAND_LINE;
    }
    RunningProcess process = RunningProcess.of(pid(spec));
    PrintWriter out = spec.commandLine().getOut();
    out.println(process.examine().stripTrailing());
    out.flush();
    return 0;
  }

  private long pid(CommandSpec command) throws IOException {
    if (target.matches("[0-9]{1,18}")) {
      return Long.parseLong(target);
    }
    CommandLine run = command.root().commandLine().getSubcommands().get("run");
    if (run == null || !run.getSubcommands().containsKey(target)) {
      throw new ParameterException(
          command.commandLine(),
          "'%s' is neither a sample nor the number of a process; 'leat list' shows the samples"
              .formatted(target));
    }
    List<Long> found = RunningProcess.running(target);
    if (found.isEmpty()) {
      throw new IOException("no process of this user runs the sample " + target);
    }
    if (found.size() > 1) {
      throw new IOException(
          "several processes run the sample %s; say which one: %s"
              .formatted(
                  target, found.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }
}
