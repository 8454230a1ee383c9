package dev.leat.runtime.worker;

import dev.leat.pipeline.graph.ForkPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the command that starts a worker which speaks frames. Thread-safe. */
interface WorkerLauncher {

  /**
   * What a terminal sends to all processes at once is meant for this one, which may want to deliver
   * first what its workers have; they end when it says so, or with it. Processes inherit which
   * signals are ignored, and can ask for that in no other way from here.
   */
  String IGNORING = "trap '' INT HUP; exec \"$@\"";

  Path SHELL = Path.of("/bin/sh");

  /**
   * Finds out whether workers can be started at all.
   *
   * @throws WorkerStartException if not; the message says what does not fit, and what to do
   */
  void check() throws WorkerStartException;

  /** The command for one worker. */
  ProcessBuilder command(WorkerFiles files) throws IOException;

  /** What the worker is told first, or null if its command says everything. */
  @Nullable Setup setup();

  /** The format of elements and results, for one worker. */
  BodyFormat format();

  /** Whether the worker may have children of its own that have to end with it. */
  boolean mayHaveChildren();

  /**
   * The working folder has to be there.
   *
   * @throws WorkerStartException if it is not
   */
  static void requireFolder(ForkPolicy policy) throws WorkerStartException {
    Path directory = policy.directory();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new WorkerStartException(
          "its working folder %s does not exist".formatted(directory), null);
    }
  }

  /** Applies what all kinds of worker have in common. */
  static ProcessBuilder prepared(ProcessBuilder builder, ForkPolicy policy) {
    Map<String, String> environment = builder.environment();
    environment.putAll(policy.environment());
    Path directory = policy.directory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    String program = builder.command().getFirst();
    if (Files.isExecutable(SHELL) && found(program, directory)) {
      List<String> command = new ArrayList<>(List.of(SHELL.toString(), "-c", IGNORING, "leat"));
      command.addAll(builder.command());
      builder.command(command);
    }
    return builder;
  }

  /** Otherwise the system is to say what is wrong, not a shell. */
  private static boolean found(String program, @Nullable Path directory) {
    if (program.indexOf(File.separatorChar) >= 0) {
      Path file = Path.of(program);
      return Files.isExecutable(directory == null ? file : directory.resolve(file));
    }
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
