package dev.leat.samples;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The command line as a process of its own, with the class path of the tests. */
public final class LeatProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Collected out;
  private final Collected err;

  private LeatProcess(Process process) {
    this.process = process;
    out = new Collected(process.getInputStream());
    err = new Collected(process.getErrorStream());
  }

  /**
   * How a process ended.
   *
   * @param exitCode its exit code
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  public record Result(int exitCode, String out, String err) {}

  /** Prepares a process that works in a folder. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** How to start a process. */
  public static final class Builder {

    private final Path folder;
    private final List<String> jvm = new ArrayList<>();
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> redirects = new ArrayList<>();

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Adds an option of the JVM. */
    public Builder jvm(String option) {
      jvm.add(option);
      return this;
    }

    /** Runs a command of bash before. */
    public Builder after(String command) {
      wrapper.add(command);
      return this;
    }

    /** Adds a redirection of bash, such as {@code >&-}. */
    public Builder redirect(String redirection) {
      redirects.add(redirection);
      return this;
    }

    /** Runs a command line to its end, without input. */
    public Result run(String... arguments) throws Exception {
      try (LeatProcess process = start(arguments)) {
        process.closeInput();
        return process.result();
      }
    }

    /** Starts a command line; its standard input is a pipe that stays open. */
    public LeatProcess start(String... arguments) throws IOException {
      return new LeatProcess(process(command(arguments)));
    }

    /** What to execute for a command line, without what is done before it and redirections. */
    public List<String> command(String... arguments) {
      List<String> java = new ArrayList<>();
      java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
      java.addAll(List.of("-Xshare:auto", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
      java.add("-Dlogback.configurationFile=logback.xml"); // not that of the tests
      if (Runtime.version().feature() >= 23) {
        java.add("--sun-misc-unsafe-memory-access=allow");
      }
      java.addAll(jvm);
      java.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.leat.samples.Leat"));
      java.addAll(List.of(arguments));
      return java;
    }

    private Process process(List<String> java) throws IOException {
      List<String> command = java;
      if (!wrapper.isEmpty() || !redirects.isEmpty()) {
        String script = String.join("; ", wrapper) + "\nexec \"$@\" " + String.join(" ", redirects);
        command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(java);
      }
      ProcessBuilder builder = new ProcessBuilder(command).directory(new File(folder.toString()));
      builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
      builder.environment().remove("LEAT_OPTS");
      return builder.start();
    }
  }

  /** What a stream had until now. */
  private static final class Collected {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // has its own lock
    private final Thread reader;

    Collected(InputStream stream) {
      reader = Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (stream) {
        stream.transferTo(bytes);
      } catch (IOException e) {
        bytes.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
      }
    }

    String now() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    String atEnd() throws InterruptedException {
      if (!reader.join(Duration.ofSeconds(10))) {
        throw new IllegalStateException("the output of the process has no end: " + now());
      }
      return now();
    }
  }

  /** The standard input of the process. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Ends the standard input of the process. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, such as {@code TERM}. */
  public void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IllegalStateException("cannot send " + name);
    }
  }

  /** Its number in the operating system. */
  public long pid() {
    return process.pid();
  }

  /** What it has written to standard output until now. */
  public String out() {
    return out.now();
  }

  /** What it has written to standard error until now. */
  public String err() {
    return err.now();
  }

  /** Waits for the end of the process. */
  public Result result() throws Exception {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("the process did not end within " + LIMIT);
    }
    return new Result(process.exitValue(), out.atEnd(), err.atEnd());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
