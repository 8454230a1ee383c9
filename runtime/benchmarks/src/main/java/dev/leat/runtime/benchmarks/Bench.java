package dev.leat.runtime.benchmarks;

import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.ChartReport;
import dev.leat.runtime.benchmarks.suite.JsonReport;
import dev.leat.runtime.benchmarks.suite.Launcher;
import dev.leat.runtime.benchmarks.suite.Pace;
import dev.leat.runtime.benchmarks.suite.Summary;
import dev.leat.runtime.benchmarks.suite.TextReport;
import dev.leat.runtime.benchmarks.suite.Workload;
import dev.leat.runtime.benchmarks.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code leat bench}. */
@Command(
    name = "leat bench",
    header = "Measure Leat beside its peers and beside what can be done by hand.",
    description = {
      "",
      "Each candidate runs in JVMs that it shares only with the limit, which it is compared with. Fails when results differ.",
      ""
    },
    subcommands = ScaleBench.class,
    sortOptions = false,
    usageHelpWidth = 110)
public final class Bench implements Callable<Integer> {

  private static final String LEAT = "leat";
  private static final double BUSY = 0.7;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "WORKLOAD",
      arity = "0..*",
      description = "What to measure. Default: all. The list is below.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--peers",
      paramLabel = "A,B",
      split = ",",
      description = "Beside whom, or all, or none. Leat and the limit always run. Default: all")
  private List<String> peers = List.of("all");

  @Option(names = "--quick", description = "Little work and one JVM, to see that everything works.")
  private boolean quick;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs that count in each JVM. Default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--launches",
      paramLabel = "N",
      defaultValue = "2",
      description = "JVMs for each candidate. Default: ${DEFAULT-VALUE}")
  private int launches;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "./leat-out/bench",
      description =
          "For bench.json, bench.html and inputs, which are kept. Default: ${DEFAULT-VALUE}")
  private Path folder = Path.of("");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli answers it itself
  private boolean help;

  private Bench() {}

  /** Measures, prints tables and writes the figures; the exit code is 0 if all went well. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    CommandLine line = new CommandLine(new Bench());
    line.getCommandSpec().usageMessage().footer(footer());
    return line.setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println("leat bench: " + e.getMessage());
              return 1;
            })
        .execute(args);
  }

  private static String[] footer() {
    List<String> lines = new ArrayList<>(List.of("", "Workloads:"));
    for (Workload workload : Catalog.all()) {
      lines.add("  %-6s %s".formatted(workload.id(), workload.title().replace("%", "%%")));
    }
    lines.add("");
    lines.add("Peers: " + String.join(", ", Workloads.peers()));
    return lines.toArray(String[]::new);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Workload> chosen = chosenWorkloads();
    Set<String> names = chosenPeers();
    atLeastOne("--runs", runs);
    atLeastOne("--launches", launches);
    Files.createDirectories(folder);
    double load = Launcher.loadAverage();
    if (!quick && load > BUSY) {
      System.err.printf(
          "this machine is not quiet (load %.1f): the figures will say little%n", load);
    }
    Pace pace = quick ? Pace.quick() : Pace.full(runs, launches);
    Launcher launcher =
        new Launcher(BenchProcess.class, folder, quick, pace, text -> System.err.println(text));
    List<Summary> summaries = new ArrayList<>();
    for (Workload workload : chosen) {
      Summary summary = launcher.measure(workload, candidates(workload, names));
      summary.requireSameResults();
      System.out.print(TextReport.of(summary));
      summaries.add(summary);
      write(summaries); // each time, because the next one may fail or be ended
    }
    System.out.printf("%nfigures: %s%nchart: %s%n", json(), page());
    return 0;
  }

  private Path json() {
    return folder.resolve("bench.json").normalize();
  }

  private Path page() {
    return folder.resolve("bench.html").normalize();
  }

  private void write(List<Summary> summaries) throws IOException {
    String command = "leat bench " + String.join(" ", arguments());
    Files.writeString(json(), JsonReport.of(command, summaries));
    Files.writeString(page(), ChartReport.of(command, summaries));
  }

  private List<String> arguments() {
    return spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
  }

  private List<Workload> chosenWorkloads() {
    if (workloads.isEmpty()) {
      return Catalog.all();
    }
    List<Workload> chosen = new ArrayList<>();
    for (String id : workloads) {
      chosen.add(
          Catalog.all().stream()
              .filter(workload -> workload.id().equalsIgnoreCase(id))
              .findFirst()
              .orElseThrow(() -> unknown("workload", id, ids())));
    }
    return chosen;
  }

  private static List<String> ids() {
    return Catalog.all().stream().map(Workload::id).toList();
  }

  private Set<String> chosenPeers() {
    if (peers.equals(List.of("all"))) {
      return Workloads.peers();
    }
    Set<String> chosen = new TreeSet<>();
    for (String name : peers) {
      String peer = name.toLowerCase(Locale.ROOT);
      if (!Workloads.peers().contains(peer) && !peer.equals("none")) {
        throw unknown("peer", name, Workloads.peers());
      }
      chosen.add(peer);
    }
    return chosen;
  }

  /** Leat and the limit, what they are compared with, and the chosen peers. */
  private static List<Candidate> candidates(Workload workload, Set<String> peers) {
    Set<String> wanted = new TreeSet<>();
    for (Candidate candidate : workload.candidates()) {
      String name = candidate.name();
      if (name.startsWith(LEAT) || name.equals(Candidate.LIMIT) || peers.contains(name)) {
        wanted.add(name);
        wanted.add(candidate.base());
      }
    }
    return workload.candidates().stream()
        .filter(candidate -> wanted.contains(candidate.name()))
        .toList();
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw wrong("%s: at least 1, not %d".formatted(option, value));
    }
  }

  private ParameterException unknown(String what, String name, Iterable<String> known) {
    return wrong(
        "there is no %s '%s'; there are %s".formatted(what, name, String.join(", ", known)));
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalStateException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
