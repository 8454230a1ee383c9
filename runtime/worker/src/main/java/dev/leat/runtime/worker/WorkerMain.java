package dev.leat.runtime.worker;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The main program of a worker JVM. Started by Leat, never by users: {@code WorkerMain SOCKET
 * PROGRESS}, with a token as the first line of its standard input.
 */
public final class WorkerMain {

  /** The worker cannot go on, for reasons that its output tells. */
  static final int BROKEN = 70;

  private WorkerMain() {}

  /** Runs a worker until its parent tells it to end, or ends itself. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      System.err.println("This program is started by Leat for stages that are forked.");
      System.exit(2);
    }
    Path socket = Path.of(args[0]);
    Path progress = Path.of(args[1]);
    InputStream input = new FileInputStream(FileDescriptor.in);
    String token = readLine(input);
    System.setIn(InputStream.nullInputStream());
    // What is printed has to be seen before the next element may end the process.
    System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    List<Path> files = new ArrayList<>(List.of(socket, progress, parent(socket)));
    files.addAll(TableFiles.own(System.getenv(TableFiles.VARIABLE)));
    ParentGuard guard = new ParentGuard(input, files);
    guard.start();
    int code = 0;
    boolean told = false;
    try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      connection.connect(UnixDomainSocketAddress.of(socket));
      told = new WorkerLoop(new FrameChannel(connection), ProgressWriter.open(progress)).run(token);
    } catch (Throwable t) {
      t.printStackTrace();
      System.err.println(t); // the last line is what the parent reports
      code = BROKEN;
    }
    if (!told) {
      guard.awaitParent();
    }
    System.out.flush();
    System.err.flush();
    // Threads that user code has left running must not keep the process.
    Runtime.getRuntime().halt(code);
  }

  private static Path parent(Path file) {
    @Nullable Path folder = file.getParent();
    return folder == null ? file : folder;
  }

  private static String readLine(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
