package dev.leat.runtime.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one process took.
 *
 * @param wall from its start to its end
 * @param cpu of all its threads, those of the JVM included
 * @param peakMemory the most resident memory in bytes; -1 if not known
 */
record Run(Duration wall, Duration cpu, long peakMemory) {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Starts a contender and waits until it ends.
   *
   * @param jvm options of the JVM
   * @throws IOException if it fails; the message holds the end of what it wrote
   */
  static Run of(Contender contender, List<String> jvm, Path input, Path output)
      throws IOException, InterruptedException {
    Files.createDirectories(output);
    Path figures = output.resolve("figures.txt");
    Path console = output.resolve("console.txt");
    Files.deleteIfExists(figures);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MeasuredProcess.class.getName());
    command.addAll(List.of(figures.toString(), contender.name()));
    command.addAll(List.of(input.toString(), output.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(console.toFile());

    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended;
    try {
      ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    if (!ended || process.exitValue() != 0 || !Files.exists(figures)) {
      String how = ended ? "failed with exit code " + process.exitValue() : "did not end";
      throw new IOException(
          "%s %s; it wrote:%n%s".formatted(contender.title(), how, Files.readString(console)));
    }
    List<String> read = Files.readAllLines(figures);
    Duration cpu = Duration.ofNanos(Long.parseLong(read.get(0)));
    return new Run(wall, cpu, Long.parseLong(read.get(1)));
  }
}
