package dev.leat.runtime.benchmarks;

import dev.leat.samples.accesslog.BenchmarkLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The sample {@code access-log} beside the same job written with Project Reactor. */
@Command(
    name = "run",
    description = {
      "Measure the access-log job, Leat beside Project Reactor.",
      "",
      "Every run is a process of its own; the contenders take turns after a run of each that does not count. Fails when their results differ."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    usageHelpWidth = 110)
public final class AccessLogBenchmark implements Callable<Integer> {

  private static final long QUICK_LINES = 10_000;
  private static final long LINES = 1_000_000;
  private static final long GIGABYTE = 1_000_000_000;

  @Option(
      names = "--quick",
      description = "10,000 lines and one run of each, to see that everything works.")
  private boolean quick;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each contender that count. Default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--no-gigabyte",
      description = "Leave the input of 1 GB out; with it, 1.2 GB are kept in the folder.")
  private boolean noGigabyte;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "./leat-out/benchmarks",
      description = "For inputs, which are kept, and results. Default: ${DEFAULT-VALUE}")
  private Path folder = Path.of("");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where to write all figures. Default: access-log.json in the folder.")
  private Path json = Path.of("");

  private AccessLogBenchmark() {}

  /** Measures, prints a table and writes the figures; the exit code is 0 if all went well. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    return new CommandLine(new AccessLogBenchmark())
        .setExecutionExceptionHandler((e, command, parsed) -> {
          command.getErr().println("benchmark: " + e.getMessage());
          return 1;
        })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1) {
      throw new IOException("--runs: at least 1, not " + runs);
    }
    Files.createDirectories(folder);
    List<Row> rows = new ArrayList<>();
    if (quick) {
      rows.add(measure("quick", QUICK_LINES, 0));
    } else {
      rows.add(measure("1 M lines", LINES, 0));
      if (!noGigabyte) {
        rows.add(measure("1 GB", 0, GIGABYTE));
      }
    }
    Path figures = json.toString().isEmpty() ? folder.resolve("access-log.json") : json;
    Files.writeString(figures, Figures.json(jvm(), rows));
    System.out.println("figures: " + figures.toAbsolutePath().normalize());
    return 0;
  }

  private Row measure(String name, long lines, long bytes)
      throws IOException, InterruptedException {
    Path input = input("access-%d-%d.log".formatted(lines, bytes), lines, bytes);
    int warmUps = quick ? 0 : 1;
    Row row = Row.measure(name, input, folder.resolve("results"), jvm(), warmUps, quick ? 1 : runs);
    System.out.print(row.text());
    return row;
  }

  /** The log with that name, which is made if it is not there. */
  private Path input(String file, long lines, long bytes) throws IOException {
    Path log = folder.resolve(file);
    if (Files.exists(log)) {
      return log;
    }
    long needed = Math.max(bytes, 200 * lines);
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed + needed / 10) {
      throw new IOException(
          "'%s' needs %,d MB of room and there are %,d; choose another --folder or --no-gigabyte"
              .formatted(log, needed / 1_000_000, free / 1_000_000));
    }
    BenchmarkLog.write(log, lines, bytes);
    return log;
  }

  /** The same for all: what the launcher sets, and the memory. */
  static List<String> jvm() {
    List<String> options = new ArrayList<>();
    options.add("-Xmx512m");
    options.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }
}
