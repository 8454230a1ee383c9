package dev.leat.runtime.benchmarks.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of {@code peers.py}, which runs as often as it is asked to. One thread uses it. */
final class PythonPeer implements AutoCloseable {

  private static final long TO_END_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;

  /** What came of a run. */
  record Outcome(long checksum, long cpuNanos) {}

  private PythonPeer(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The interpreter itself, because {@code python3} may be a script that takes long to find it. */
  static String interpreter() throws IOException {
    Process process =
        new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String path = said.readLine();
      return path == null || path.isEmpty() ? "python3" : path;
    }
  }

  /** Starts one and waits until it is ready. */
  static PythonPeer start(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(interpreter(), "peers.py"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("said").toFile())
            .start();
    PythonPeer peer = new PythonPeer(process);
    String ready = peer.answers.readLine();
    if (!"ready".equals(ready)) {
      peer.close();
      throw new IOException("peers.py did not start; see %s".formatted(folder.resolve("said")));
    }
    return peer;
  }

  Outcome run() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append("\n").flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("peers.py has ended; see its error output in the file 'said'");
    }
    String[] fields = answer.split(" ", -1);
    return new Outcome(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
  }

  @Override
  public void close() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    try {
      if (!process.waitFor(TO_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
