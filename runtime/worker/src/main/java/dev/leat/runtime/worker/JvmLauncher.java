package dev.leat.runtime.worker;

import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.StageFunction;
import java.io.File;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts worker JVMs with the class path of this process. */
final class JvmLauncher implements WorkerLauncher {

  private final ForkPolicy policy;
  private final Setup setup;
  private final Codecs codecs;
  private final Surroundings surroundings;

  /**
   * What this process tells about itself.
   *
   * @param javaHome where its Java lives
   * @param classPath its class path
   * @param folder its working folder, which relative parts of the class path begin at
   * @param named whether Leat is on the module path
   * @param ownLoader whether Leat was loaded by the loader of the class path
   */
  record Surroundings(
      String javaHome, String classPath, Path folder, boolean named, boolean ownLoader) {

    static Surroundings ofThisProcess() {
      return new Surroundings(
          System.getProperty("java.home", ""),
          System.getProperty("java.class.path", ""),
          Path.of("").toAbsolutePath(),
          JvmLauncher.class.getModule().isNamed(),
          ClassLoader.getSystemClassLoader().equals(JvmLauncher.class.getClassLoader()));
    }

    Path java() {
      return Path.of(javaHome, "bin", "java");
    }
  }

  private JvmLauncher(ForkPolicy policy, Setup setup, Codecs codecs, Surroundings surroundings) {
    this.policy = policy;
    this.setup = setup;
    this.codecs = codecs;
    this.surroundings = surroundings;
  }

  /**
   * Packs a function for workers.
   *
   * @throws WorkerStartException if it cannot travel
   */
  static JvmLauncher of(
      String pipeline,
      String stage,
      StageFunction function,
      ForkPolicy policy,
      Surroundings surroundings)
      throws WorkerStartException {
    try {
      Codecs codecs = new Codecs(ClassLoader.getSystemClassLoader());
      Setup setup =
          new Setup(
              pipeline,
              stage,
              policy.largestElement(),
              codecs.found(),
              FunctionTransport.pack(function));
      return new JvmLauncher(policy, setup, codecs, surroundings);
    } catch (IOException | RuntimeException e) {
      throw new WorkerStartException("its function cannot travel to a worker: " + e, e);
    }
  }

  @Override
  public void check() throws WorkerStartException {
    if (surroundings.named()) {
      throw new WorkerStartException(
          "Leat is on the module path, and worker JVMs are started with the class path; put Leat and the classes of the stage on the class path",
          null);
    }
    if (!surroundings.ownLoader()) {
      throw new WorkerStartException(
          "Leat was not loaded from the class path but by a loader of its own, as launchers with nested jars do, and worker JVMs cannot do the same; start the program with a plain class path",
          null);
    }
    if (surroundings.classPath().isEmpty()) {
      throw new WorkerStartException(
          "java.class.path is empty, so worker JVMs would find no classes; start the program with a class path",
          null);
    }
    WorkerLauncher.requireFolder(policy);
    if (!Files.isExecutable(surroundings.java())) {
      throw new WorkerStartException(
          "there is no program %s to start worker JVMs with; use a Java installation that has it"
              .formatted(surroundings.java()),
          null);
    }
  }

  @Override
  public ProcessBuilder command(WorkerFiles files) {
    List<String> command = new ArrayList<>();
    command.add(surroundings.java().toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "-Xshare:auto",
            // Otherwise every worker looks for one in all of the class path.
            "-Djava.nio.channels.spi.SelectorProvider="
                + SelectorProvider.provider().getClass().getName(),
            "-Xmx" + policy.heapMebibytes() + "m"));
    command.addAll(policy.jvmOptions());
    command.add("-cp");
    command.add(absolute(surroundings.classPath()));
    command.add(WorkerMain.class.getName());
    command.add(files.socket().toString());
    command.add(files.progress().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    // Options for this process, such as agents, are not meant for workers.
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    return WorkerLauncher.prepared(builder, policy);
  }

  private String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .map(entry -> surroundings.folder().resolve(entry).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public Setup setup() {
    return setup;
  }

  @Override
  public BodyFormat format() {
    return BodyFormat.java(policy.largestElement(), codecs);
  }

  @Override
  public boolean mayHaveChildren() {
    return false;
  }
}
