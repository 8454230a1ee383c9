package dev.leat.runtime.benchmarks.suite;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Starts the JVMs in which the candidates of a workload are measured, one after the other. */
public final class Launcher {

  /** The options of all measured JVMs. */
  public static final List<String> OPTIONS = options();

  /**
   * One more where figures count: a page costs microseconds when it is touched for the first time,
   * so that is not to happen while something is measured; nor does the heap grow.
   */
  static final String TOUCHED = "-XX:+AlwaysPreTouch";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final long LIMIT_MINUTES = 15;

  private final Class<?> main;
  private final Path folder;
  private final boolean quick;
  private final Pace pace;
  private final Consumer<String> progress;
  private int launches;

  /**
   * A launcher.
   *
   * @param main the main class of a measured JVM, which passes its arguments to {@link #child}
   * @param folder where inputs are kept
   * @param progress takes a line of text for each JVM that is started
   */
  public Launcher(Class<?> main, Path folder, boolean quick, Pace pace, Consumer<String> progress) {
    this.main = main;
    this.folder = folder;
    this.quick = quick;
    this.pace = pace;
    this.progress = progress;
  }

  /**
   * Finds a workload by its name.
   *
   * @see #child
   */
  @FunctionalInterface
  public interface Catalog {
    /** The workload with that id. */
    Workload workload(String id);
  }

  /**
   * Measures candidates of a workload: each in JVMs that it shares only with what it is compared
   * with; in quick mode all in one.
   *
   * @throws IOException if a JVM fails; the message holds the end of what it wrote
   */
  public Summary measure(Workload workload, List<Candidate> candidates)
      throws IOException, InterruptedException {
    return measure(workload, candidates, List.of());
  }

  /** The same with more options for the JVMs. */
  public Summary measure(Workload workload, List<Candidate> candidates, List<String> jvm)
      throws IOException, InterruptedException {
    List<Measured> runs = new ArrayList<>();
    if (quick) {
      runs.addAll(launch(workload, candidates, jvm));
    } else {
      for (Candidate candidate : candidates) {
        boolean measuredWithOthers =
            candidates.stream()
                .filter(other -> !other.equals(candidate))
                .anyMatch(other -> workload.company(other).contains(candidate));
        for (int i = 0; i < pace.launches() && !measuredWithOthers; i++) {
          runs.addAll(launch(workload, workload.company(candidate), jvm));
        }
      }
    }
    return new Summary(workload, workload.size(quick, folder), runs);
  }

  private List<Measured> launch(Workload workload, List<Candidate> company, List<String> jvm)
      throws IOException, InterruptedException {
    List<String> names = company.stream().map(Candidate::name).toList();
    progress.accept(workload.id() + ": " + String.join(", ", names));
    Files.createDirectories(folder);
    Path result = folder.resolve("runs.json");
    Path console = folder.resolve("console.txt");
    Files.deleteIfExists(result);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    if (!quick) {
      command.add(TOUCHED);
    }
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(result.toString(), folder.toString(), workload.id()));
    command.addAll(List.of(String.join(",", names), Integer.toString(launches++)));
    command.addAll(List.of(Boolean.toString(quick), Integer.toString(pace.runs())));
    int exit = run(command, console);
    if (exit != 0 || !Files.exists(result)) {
      throw new IOException(
          "%s with %s failed (exit code %d); it wrote:%n%s"
              .formatted(workload.id(), names, exit, Files.readString(console)));
    }
    return MAPPER.readValue(Files.readString(result), new TypeReference<List<Measured>>() {});
  }

  private static int run(List<String> command, Path console)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    process.getOutputStream().close();
    Thread ending = new Thread(process::destroyForcibly, "end-measured-jvm");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(ending);
    }
  }

  /**
   * What ran on this machine in the last minute, as a number of busy cores; less than 0 if not
   * known.
   */
  public static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** The main method of a measured JVM. */
  public static void child(Catalog catalog, String... args) throws Exception {
    Workload workload = catalog.workload(args[2]);
    List<Candidate> candidates = new ArrayList<>();
    for (String name : List.of(args[3].split(",", -1))) {
      candidates.add(workload.candidate(name));
    }
    boolean quick = Boolean.parseBoolean(args[5]);
    Pace pace = quick ? Pace.quick() : Pace.full(Integer.parseInt(args[6]), 1);
    Size size = workload.size(quick, Path.of(args[1]));
    Measuring measuring = new Measuring(size, pace, Integer.parseInt(args[4]));
    List<Measured> runs = measuring.measure(candidates);
    Files.writeString(Path.of(args[0]), MAPPER.writeValueAsString(runs));
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>(List.of("-Xms2g", "-Xmx2g"));
    options.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return List.copyOf(options);
  }
}
