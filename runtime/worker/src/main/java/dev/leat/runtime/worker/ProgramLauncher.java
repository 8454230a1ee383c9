package dev.leat.runtime.worker;

import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Program;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs of other languages that speak frames. They find what they need in their
 * environment: {@code LEAT_SOCKET}, {@code LEAT_PROGRESS}, {@code LEAT_LARGEST}; and their token in
 * the first line of their standard input.
 */
final class ProgramLauncher implements WorkerLauncher {

  private static final String SHIM = "leat_worker.py";

  private final List<String> command;
  private final Map<String, String> variables;
  private final Class<?> resultType;
  private final ForkPolicy policy;

  private ProgramLauncher(
      List<String> command, Map<String, String> variables, Class<?> resultType, ForkPolicy policy) {
    this.command = command;
    this.variables = variables;
    this.resultType = resultType;
    this.policy = policy;
  }

  static ProgramLauncher frames(Program.Frames frames, ForkPolicy policy) {
    return new ProgramLauncher(frames.command(), Map.of(), frames.result(), policy);
  }

  /** The shim travels on the command line, so it needs no file. */
  static ProgramLauncher python(Program.Python python, ForkPolicy policy)
      throws WorkerStartException {
    String path =
        Stream.concat(Stream.of(folder(policy)), python.path().stream())
            .map(folder -> folder.toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        List.of(
            python.interpreter(),
            "-S",
            "-E",
            "-c",
            shim(),
            python.module(),
            python.function(),
            kind(python.result()));
    return new ProgramLauncher(command, Map.of("LEAT_PYTHON_PATH", path), python.result(), policy);
  }

  private static Path folder(ForkPolicy policy) {
    @Nullable Path directory = policy.directory();
    return directory == null ? Path.of("") : directory;
  }

  private static String kind(Class<?> result) {
    return result.equals(String.class) ? "text" : result.equals(byte[].class) ? "bytes" : "values";
  }

  private static String shim() throws WorkerStartException {
    try (InputStream file = ProgramLauncher.class.getResourceAsStream(SHIM)) {
      if (file == null) {
        throw new WorkerStartException(
            "the file %s is missing beside Leat's classes; repair the jar".formatted(SHIM), null);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new WorkerStartException("the file %s cannot be read: %s".formatted(SHIM, e), e);
    }
  }

  @Override
  public void check() throws WorkerStartException {
    WorkerLauncher.requireFolder(policy);
  }

  @Override
  public ProcessBuilder command(WorkerFiles files) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.putAll(variables);
    environment.put("LEAT_SOCKET", files.socket().toString());
    environment.put("LEAT_PROGRESS", files.progress().toString());
    environment.put("LEAT_LARGEST", Integer.toString(policy.largestElement()));
    return WorkerLauncher.prepared(builder, policy);
  }

  @Override
  public @Nullable Setup setup() {
    return null;
  }

  @Override
  public BodyFormat format() {
    return BodyFormat.foreign(resultType, policy.largestElement());
  }

  @Override
  public boolean mayHaveChildren() {
    return true;
  }
}
