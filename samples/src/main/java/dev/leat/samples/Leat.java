package dev.leat.samples;

import dev.leat.pipeline.LeatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code leat}. */
@Command(
    name = "leat",
    header = "Leat: declare what each stage of a pipeline does, and it runs on the right threads.",
    description = {"", "Begin with: leat run access-log"},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit codes: 0 done, 1 the job failed, 2 wrong command line, 143 and 130 ended by SIGTERM and SIGINT.",
      "The variable LEAT_OPTS holds options for the JVM, such as -Xmx512m."
    },
    versionProvider = LeatVersion.class,
    subcommands = {
      RunCommand.class,
      ExplainCommand.class,
      DoctorCommand.class,
      ListCommand.class,
      TestCommand.class,
      BenchCommand.class,
      HelpCommand.class
    })
public final class Leat implements Callable<Integer> {

  static final int FAILED = 1;
  static final int WRONG_COMMAND_LINE = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli answers it itself
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli answers it itself
  private boolean version;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show log messages, and the stack traces of errors.")
  private boolean verbose;

  private Leat() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    StandardOutput output = StandardOutput.install();
    StandardError.install();
    int exitCode = execute(args);
    System.out.flush();
    String problem = output.problem();
    if (problem != null) {
      System.err.println("leat: " + problem);
    }
    System.exit(problem != null && exitCode == 0 ? FAILED : exitCode);
  }

  /** Runs a command line and returns its exit code. */
  static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    Leat leat = new Leat();
    CommandLine line = new CommandLine(leat);
    line.setUsageHelpWidth(110);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(WrongCommandLine::explain);
    line.setExecutionExceptionHandler((e, command, parsed) -> leat.failed(command, e));
    line.setExecutionStrategy(leat::execute);
    return line;
  }

  private int execute(ParseResult parsed) {
    System.setProperty("leat.log.level", verbose ? "INFO" : "OFF"); // read by logback.xml
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      return failed(parsed.commandSpec().commandLine(), e);
    }
  }

  private int failed(CommandLine command, Throwable failure) {
    PrintWriter err = command.getErr();
    err.println("leat: " + message(failure));
    if (verbose) {
      failure.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (%s); give the JVM more, for instance with LEAT_OPTS=-Xmx2g"
          .formatted(message);
    }
    boolean meantForUsers =
        failure instanceof LeatException
            || failure instanceof IOException
            || failure instanceof SQLException;
    return meantForUsers && message != null
        ? message
        : "unexpected error: %s; --verbose shows where".formatted(failure);
  }

  @Override
  public Integer call() {
    if (spec == null) {
      return WRONG_COMMAND_LINE;
    }
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
