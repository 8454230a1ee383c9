package dev.leat.samples.pythonscore;

import dev.leat.samples.Stop;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code pools.py}. Its processes end with it, and it ends with its standard input, so nothing
 * is left behind however this process ends.
 *
 * @param interpreter a Python interpreter
 * @param folder where {@code pools.py} is, and a place for what it prints
 * @param stop ends it early
 */
record PoolRun(Interpreter interpreter, Path folder, Stop stop) {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration TO_END = Duration.ofSeconds(5);

  /**
   * Runs a contender from file to file.
   *
   * @return how long it took, without the start of the interpreter; empty if it was ended early
   * @throws IOException if it fails; the message ends with what it said last
   */
  Optional<Duration> run(Contender contender, int processes, int chunk, Path input, Path output)
      throws IOException, InterruptedException {
    File printed = folder.resolve("printed").toFile();
    File said = folder.resolve("said").toFile();
    List<String> command =
        List.of(
            interpreter.program(),
            folder.resolve("pools.py").toString(),
            contender.model(),
            Integer.toString(processes),
            Integer.toString(chunk),
            input.toAbsolutePath().toString(),
            output.toAbsolutePath().toString());
    Process process =
        new ProcessBuilder(command).redirectOutput(printed).redirectError(said).start();
    try {
      while (!process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        if (stop.requested()) {
          return Optional.empty();
        }
      }
    } finally {
      end(process);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s failed with exit code %d: %s"
              .formatted(contender.title(), process.exitValue(), last(said)));
    }
    return Optional.of(Duration.ofNanos(Long.parseLong(last(printed))));
  }

  private static void end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
  }

  private static String last(File file) throws IOException {
    String text = new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
    return text.strip().lines().reduce("", (before, line) -> line);
  }
}
