package dev.leat.runtime.benchmarks.workload;

import dev.leat.runtime.benchmarks.suite.Size;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends lines of 99 bytes over connections to a port of this machine, a thread for each. */
final class LineSender implements AutoCloseable {

  private static final int LINE = 100;
  private static final int LINES_AT_ONCE = 1_310;

  private final int connections;
  private final int writes;
  private final ExecutorService threads;

  /** A sender of about as many bytes as there are elements, spread over the connections. */
  LineSender(Size size, int connections) {
    this.connections = connections;
    this.writes = (int) Math.max(1, size.elements() / connections / (LINE * LINES_AT_ONCE));
    this.threads = Executors.newFixedThreadPool(connections);
  }

  int connections() {
    return connections;
  }

  /** How many lines each connection gets. */
  long linesOfOne() {
    return (long) writes * LINES_AT_ONCE;
  }

  long lines() {
    return connections * linesOfOne();
  }

  /** What {@link LineSum} makes of all lines. */
  long checksum() {
    return lines() * (LINE - 1);
  }

  /** Connects and sends everything; waits until it is written, not until it is received. */
  void send(int port) throws Exception {
    List<Future<?>> sending = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      sending.add(threads.submit(() -> sendOne(port)));
    }
    for (Future<?> one : sending) {
      one.get();
    }
  }

  private Void sendOne(int port) throws IOException {
    byte[] line = ("x".repeat(LINE - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer lines = ByteBuffer.allocateDirect(LINE * LINES_AT_ONCE);
    while (lines.hasRemaining()) {
      lines.put(line);
    }
    InetAddress here = InetAddress.getLoopbackAddress();
    try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(here, port))) {
      for (int i = 0; i < writes; i++) {
        lines.rewind();
        while (lines.hasRemaining()) {
          if (socket.write(lines) < 0) {
            throw new IOException("closed by the receiver");
          }
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
