package dev.leat.samples.tour;

import dev.leat.samples.ProcessTree;
import dev.leat.samples.ProcessTree.Usage;
import dev.leat.samples.Stop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that is measured from outside, so that measuring costs it nothing and nothing of one
 * lap is left for the next. One thread.
 */
final class Lap implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration TO_END = Duration.ofSeconds(5);
  private static final int JDK_WITH_UNSAFE_WARNINGS = 23;

  private final Process process;
  private final ProcessTree tree;
  private final Path errors;
  private final Stop stop;
  private final Duration limit;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>(); // at most 100

  private Lap(Process process, Path errors, Stop stop, Duration limit) {
    this.process = process;
    this.tree = new ProcessTree(process.toHandle());
    this.errors = errors;
    this.stop = stop;
    this.limit = limit;
    Thread.ofVirtual().name("tour-lines").start(this::read);
  }

  /**
   * What a lap took.
   *
   * @param wall from its start to its last result
   * @param usage what it used of the machine meanwhile
   * @param checksum of all results in their order
   * @param findings stages that were found not to do what they declare
   */
  record Result(Duration wall, Usage usage, long checksum, int findings) {}

  /** The run was asked to end. */
  static final class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Starts a process.
   *
   * @param errors a file for what it writes to standard error
   * @param stop ends it early
   * @param limit the longest that it may say nothing
   */
  static Lap start(List<String> command, Path errors, Stop stop, Duration limit)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return new Lap(builder.start(), errors, stop, limit);
  }

  /** The command for a JVM like this one: small, and with little that changes from run to run. */
  static List<String> java(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= JDK_WITH_UNSAFE_WARNINGS) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("-XX:SharedArchiveFile=")) {
        command.addAll(List.of("-Xlog:disable", option)); // starts faster
      }
    }
    command.addAll(List.of("-Dleat.log.level=OFF", "-Dlogback.configurationFile=logback.xml"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  private void read() {
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      said.lines().limit(100).forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      lines.add("failed " + e);
    } finally {
      lines.add("");
    }
  }

  /** Runs the lap from its start to its end. */
  Result run() throws IOException, InterruptedException, StoppedException {
    expect("ready");
    tree.forgetPeak();
    Usage before = tree.look();
    go();
    String[] done = expect("done").split(" ", -1);
    Usage used = tree.look().since(before);
    go();
    return new Result(
        Duration.ofNanos(Long.parseLong(done[1])),
        used,
        Long.parseLong(done[2]),
        Integer.parseInt(done[3]));
  }

  private void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private String expect(String word) throws IOException, InterruptedException, StoppedException {
    String line = next();
    if (line == null || !line.startsWith(word)) {
      throw new IOException(line == null ? "ended early: " + lastError() : "said: " + line);
    }
    return line;
  }

  /** The next line that it says, or null if it has ended. */
  @Nullable String next() throws IOException, InterruptedException, StoppedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < limit.toNanos()) {
      String line = lines.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      if (line != null) {
        return line.isEmpty() ? null : line;
      }
      if (stop.requested()) {
        throw new StoppedException();
      }
      tree.look();
    }
    throw new IOException("said nothing for %d s".formatted(limit.toSeconds()));
  }

  private String lastError() throws IOException, InterruptedException {
    process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS);
    String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return "exit code " + (process.isAlive() ? "unknown" : process.exitValue());
    }
    return text.lines()
        .filter(line -> line.startsWith("Exception in thread"))
        .findFirst()
        .orElseGet(() -> text.lines().reduce("", (before, line) -> line));
  }

  /** Ends the process, and with it all that it has started. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It does not listen any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
