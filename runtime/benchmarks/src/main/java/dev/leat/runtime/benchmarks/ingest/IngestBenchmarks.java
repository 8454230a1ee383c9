package dev.leat.runtime.benchmarks.ingest;

import dev.leat.samples.Leat;
import dev.leat.samples.tcpingest.SlowDisk;
import dev.leat.samples.wordcount.StreamsWordCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The samples {@code tcp-ingest} and {@code word-count}, and an aggregate of many keys. */
@Command(
    name = "ingest",
    description = {
      "Measure taking lines over TCP, keys and counting words.",
      "",
      "Servers, clients and contenders are processes of their own. Every run is printed. Needs Linux."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    usageHelpWidth = 110)
public final class IngestBenchmarks implements Callable<Integer> {

  private static final List<String> SERVER = List.of("-Xmx512m");
  private static final List<String> CLIENT = List.of("-Xmx256m", "-XX:+UseSerialGC");
  private static final List<String> LARGE = List.of("-Xms2g", "-Xmx2g");
  private static final double MEGA = 1e6;
  private static final int CLIENTS = 10_000;

  /** What can be measured. */
  enum What {
    /** Lines a second. */
    LINES,
    /** Memory while a slow disk holds the peers back. */
    SLOW_DISK,
    /** Memory of connections that send nothing. */
    IDLE,
    /** An aggregate of many keys. */
    KEYS,
    /** Counting words. */
    WORDS
  }

  @Option(names = "--quick", description = "Little of everything, to see that it works.")
  private boolean quick;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each. Default: ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WHAT",
      description = "Some of ${COMPLETION-CANDIDATES}. Default: all")
  private Set<What> only = EnumSet.allOf(What.class);

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "./leat-out/benchmarks",
      description = "For inputs, which are kept, and results. Default: ${DEFAULT-VALUE}")
  private Path folder = Path.of("");

  private final List<String> report = new ArrayList<>();

  private IngestBenchmarks() {}

  /** Measures and prints; the exit code is 0 if all went well. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new IngestBenchmarks())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> {
          command.getErr().println("benchmark: " + e);
          return 1;
        });
  }

  /** What was printed. */
  List<String> report() {
    return List.copyOf(report);
  }

  private void say(String line) {
    report.add(line);
    System.out.println(line);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (What what : only) {
      for (int run = 1; run <= (what == What.KEYS ? 1 : runs); run++) {
        switch (what) {
          case LINES -> {
            lines(1, run);
            lines(100, run);
          }
          case SLOW_DISK -> slowDisk(run);
          case IDLE -> idle(run);
          case KEYS -> keys();
          case WORDS -> words(run);
        }
      }
    }
    return 0;
  }

  private JavaProcess ingest() throws IOException {
    Path out = folder.resolve("ingest");
    delete(out);
    String connections = Integer.toString(CLIENTS + 100); // the idle ones and those that send
    return JavaProcess.start(
        SERVER,
        Leat.class.getName(),
        "run",
        "tcp-ingest",
        "--json",
        "--output",
        out.toString(),
        "--max-connections",
        connections);
  }

  private static String port(JavaProcess server) throws IOException {
    String listening = server.line();
    return listening.substring(listening.lastIndexOf(':') + 1);
  }

  private void lines(int clients, int run) throws IOException, InterruptedException {
    long lines = quick ? 10_000 : 8_000_000;
    try (JavaProcess server = ingest()) {
      String port = port(server);
      send(port, clients, lines / 8); // does not count
      double seconds = send(port, clients, lines);
      long peak = server.memory("VmHWM");
      server.terminate();
      long written = number("written", server.lines().getLast());
      long expected = (lines + lines / 8) / clients * clients;
      if (written != expected) {
        throw new IOException("%d lines of %d were written".formatted(written, expected));
      }
      say(
          String.format(
              Locale.ROOT,
              "tcp-ingest, %d clients, run %d: %,.0f lines/s, %.1f MB/s, peak %.0f MB",
              clients,
              run,
              lines / seconds,
              lines * Senders.LINE_BYTES / MEGA / seconds,
              peak / MEGA));
    }
    delete(folder.resolve("ingest"));
  }

  private static double send(String port, int clients, long lines) throws IOException {
    try (JavaProcess senders =
        JavaProcess.start(
            CLIENT,
            Senders.class.getName(),
            port,
            Integer.toString(clients),
            Long.toString(lines / clients * clients))) {
      return Double.parseDouble(senders.line());
    }
  }

  static long number(String name, String summary) throws IOException {
    Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(summary);
    if (!found.find()) {
      throw new IOException("no '%s' in: %s".formatted(name, summary));
    }
    return Long.parseLong(found.group(1));
  }

  @SuppressWarnings("try") // the senders only have to be there until it ends
  private void slowDisk(int run) throws IOException, InterruptedException {
    Path out = Files.createDirectories(folder.resolve("ingest"));
    int clients = 100;
    try (JavaProcess server =
            JavaProcess.start(SERVER, SlowDisk.class.getName(), out.toString(), "50");
        JavaProcess senders =
            JavaProcess.start(
                CLIENT,
                Senders.class.getName(),
                port(server),
                Integer.toString(clients),
                "1000000000")) {
      TimeUnit.SECONDS.sleep(quick ? 2 : 15);
      long heap = server.heapAfterCollection();
      long peak = server.memory("VmHWM");
      server.endInput();
      String[] counts = server.line().split(" ", -1);
      say(
          String.format(
              Locale.ROOT,
              "slow disk, %d clients, run %d: %.1f MB of the heap used, peak %.0f MB, %s lines written, %s held",
              clients,
              run,
              heap / MEGA,
              peak / MEGA,
              counts[0],
              counts[1]));
    }
    delete(out);
  }

  private void idle(int run) throws IOException, InterruptedException {
    int clients = quick ? 100 : CLIENTS;
    try (JavaProcess server = ingest()) {
      String port = port(server);
      send(port, 10, 10_000); // what the first connections cost is not theirs
      long heapBefore = server.heapAfterCollection();
      long before = server.memory("VmRSS");
      try (JavaProcess senders =
          JavaProcess.start(
              CLIENT, Senders.class.getName(), port, Integer.toString(clients), "0")) {
        senders.line();
        send(port, 1, 1_000); // answered only behind all that were there before
        long heap = server.heapAfterCollection() - heapBefore;
        long all = server.memory("VmRSS") - before;
        say(
            String.format(
                Locale.ROOT,
                "%,d idle connections, run %d: %.2f KB of the heap each, %.2f KB of all memory each",
                clients,
                run,
                heap / 1e3 / clients,
                all / 1e3 / clients));
        senders.endInput();
      }
      server.terminate();
      long taken = number("connections", server.lines().getLast());
      if (taken != clients + 11) {
        throw new IOException("%d connections were taken".formatted(taken));
      }
    }
  }

  private void keys() throws IOException, InterruptedException {
    long elements = quick ? 10_000 : 10_000_000;
    int keys = quick ? 1_000 : 1_000_000;
    for (KeyedCount which : KeyedCount.values()) {
      try (JavaProcess counting =
          JavaProcess.start(
              LARGE,
              KeyedCount.class.getName(),
              which.name(),
              Long.toString(elements),
              Integer.toString(keys),
              Integer.toString(runs))) {
        List<String> figures = counting.lines();
        for (int run = 1; run <= figures.size(); run++) {
          String[] figure = figures.get(run - 1).split(" ", -1);
          say(
              String.format(
                  Locale.ROOT,
                  "%,d elements, %s keys, %s, run %d: %.0f ns an element",
                  elements,
                  figure[1],
                  which,
                  run,
                  Double.parseDouble(figure[0])));
        }
      }
    }
  }

  private void words(int run) throws IOException, InterruptedException {
    long size = quick ? 1_000_000 : 1_000_000_000;
    Path file = WordsFile.of(folder, size);
    String top = "5";
    List<String> leat =
        timed(
            "word-count, leat, run " + run,
            Leat.class.getName(),
            List.of(
                "run", "word-count", "--no-progress", "--top", top, "--input", file.toString()));
    List<String> streams =
        timed(
            "word-count, parallel streams, run " + run,
            StreamsWordCount.class.getName(),
            List.of(file.toString(), top));
    List<String> counts = leat.stream().skip(2).map(IngestBenchmarks::plain).toList();
    if (!counts.equals(streams)) {
      throw new IOException("the counts differ: %s and %s".formatted(counts, streams));
    }
  }

  private static String plain(String row) {
    return row.strip().replace(",", "").replaceAll(" +", " ");
  }

  private List<String> timed(String name, String type, List<String> args)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (JavaProcess process = JavaProcess.start(LARGE, type, args.toArray(String[]::new))) {
      List<String> lines = process.lines();
      say(String.format(Locale.ROOT, "%s: %.2f s", name, (System.nanoTime() - start) / 1e9));
      return lines;
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
