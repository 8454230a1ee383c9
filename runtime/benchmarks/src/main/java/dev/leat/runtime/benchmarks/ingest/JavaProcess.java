package dev.leat.runtime.benchmarks.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that runs a class of this class path. What is known of its memory comes from Linux. */
final class JavaProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 300;

  private final Process process;
  private final BufferedReader out;

  private JavaProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it; what it writes to standard error is shown. */
  static JavaProcess start(List<String> jvm, String type, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), type));
    command.addAll(List.of(args));
    return new JavaProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The next line that it prints. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the process has ended, see above: " + process);
    }
    return line;
  }

  /** All other lines that it prints, when it has ended. */
  List<String> lines() throws IOException, InterruptedException {
    List<String> lines = out.lines().toList();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it does not end: " + process);
    }
    return lines;
  }

  /** Asks it to end, as SIGTERM does. */
  void terminate() {
    process.toHandle().destroy(); // which leaves what it printed to be read
  }

  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** A figure of /proc/PID/status in bytes, such as VmRSS and VmHWM. */
  long memory(String figure) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(figure + ":"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** The bytes of the heap that are used after a full collection. */
  long heapAfterCollection() throws IOException, InterruptedException {
    jcmd("GC.run");
    Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
    if (!used.find()) {
      throw new IOException("jcmd does not tell the size of the heap");
    }
    return 1024 * Long.parseLong(used.group(1));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
