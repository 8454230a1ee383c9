package dev.leat.samples.tcpingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sample as a process that listens on a free port and writes to a folder {@code out}. */
final class IngestProcess implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)\n");

  final LeatProcess process;
  private final Path out;
  private final int port;

  private IngestProcess(LeatProcess process, Path out) throws Exception {
    this.process = process;
    this.out = out;
    try {
      Waiting.until(() -> LISTENING.matcher(process.out()).lookingAt());
    } catch (AssertionError e) {
      process.close();
      throw new AssertionError("it does not listen: " + process.out() + process.err(), e);
    }
    Matcher first = LISTENING.matcher(process.out());
    port = first.lookingAt() ? Integer.parseInt(first.group(1)) : -1;
  }

  static IngestProcess start(Path folder, String... options) throws Exception {
    return start(folder, builder -> builder, options);
  }

  static IngestProcess start(
      Path folder, UnaryOperator<LeatProcess.Builder> environment, String... options)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "tcp-ingest", "--json"));
    arguments.addAll(List.of("--output", "out"));
    arguments.addAll(List.of(options));
    LeatProcess process =
        environment.apply(LeatProcess.in(folder)).start(arguments.toArray(String[]::new));
    return new IngestProcess(process, folder.resolve("out"));
  }

  int port() {
    return port;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends text on a connection of its own and waits until all of it was delivered. */
  void deliver(String text) throws IOException {
    try (Socket socket = connect()) {
      send(socket, text);
      socket.shutdownOutput();
      awaitEnd(socket);
    }
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** Waits until the other side closes. */
  static void awaitEnd(Socket socket) throws IOException {
    try {
      if (socket.getInputStream().read() != -1) {
        throw new AssertionError("it answers");
      }
    } catch (SocketException e) {
      return; // closed less politely, because not everything was read
    }
  }

  Result stop(String signal) throws Exception {
    process.signal(signal);
    return process.result();
  }

  /** The number of the summary with a name. */
  static long number(Result result, String name) {
    String last = result.out().strip().lines().reduce("", (before, line) -> line);
    Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(last);
    if (!found.find()) {
      throw new AssertionError(
          "no '%s' in the last line of: %s%s".formatted(name, result.out(), result.err()));
    }
    return Long.parseLong(found.group(1));
  }

  /** The lines of all parts, in the order of their names. */
  List<String> written() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path part : parts()) {
      lines.addAll(Files.readAllLines(part));
    }
    return lines;
  }

  List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  List<String> rejected() throws IOException {
    Path file = out.resolve("rejected.ndjson");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Override
  public void close() {
    process.close();
  }
}
