package dev.leat.runtime.benchmarks.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The clients, in a process of their own. */
final class Senders {

  /** A line with its end. */
  static final int LINE_BYTES = 100;

  private static final int LINES_AT_ONCE = 640;

  private Senders() {}

  /**
   * Sends lines, and prints the seconds from the first connection until all is delivered; or, if
   * there are none to send, keeps the connections open until standard input ends.
   *
   * @param args the port, the number of clients, and the lines of all of them together
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    int clients = Integer.parseInt(args[1]);
    long lines = Long.parseLong(args[2]);
    if (lines == 0) {
      keepOpen(address, clients);
      return;
    }
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(
            threads.submit(() -> {
              send(address, lines / clients);
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    System.out.println((System.nanoTime() - start) / 1e9);
  }

  private static void send(InetSocketAddress address, long lines) throws IOException {
    ByteBuffer text = text();
    try (SocketChannel client = SocketChannel.open(address)) {
      for (long left = lines; left > 0; left -= LINES_AT_ONCE) {
        text.clear().limit((int) Math.min(left, LINES_AT_ONCE) * LINE_BYTES);
        while (text.hasRemaining()) {
          client.write(text);
        }
      }
      client.shutdownOutput();
      if (client.read(ByteBuffer.allocate(1)) != -1) {
        throw new EOFException("it answers");
      }
    }
  }

  private static ByteBuffer text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LINES_AT_ONCE; i++) {
      String begin =
          "{\"id\":%d,\"user\":\"u%d\",\"amount\":%d.5,\"text\":\"".formatted(i, 7 * i, i);
      text.append(begin).append("x".repeat(LINE_BYTES - 3 - begin.length())).append("\"}\n");
    }
    return StandardCharsets.US_ASCII.encode(text.toString());
  }

  private static void keepOpen(InetSocketAddress address, int clients) throws IOException {
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(SocketChannel.open(address));
    }
    System.out.println(all.size());
    while (System.in.read() >= 0) {
      // Whoever started it closes its input.
    }
  }
}
