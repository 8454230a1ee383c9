package dev.leat.samples.tcpingest;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process with many clients; each sends some lines and waits until they were delivered. */
final class ManyClients {

  private ManyClients() {}

  /**
   * Connects, sends and waits.
   *
   * @param args the port, the number of clients, the lines of each, and whether they are there
   *     {@code together} or {@code one-by-one}
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int clients = Integer.parseInt(args[1]);
    int lines = Integer.parseInt(args[2]);
    if (args[3].equals("together")) {
      together(port, clients, lines);
    } else {
      for (int i = 0; i < clients; i++) {
        try (SocketChannel client = connect(port)) {
          send(client, i, 0, lines);
          client.shutdownOutput();
          awaitEnd(client);
        }
      }
    }
    System.out.println("done");
  }

  /** Each line comes when every client has sent the one before. */
  private static void together(int port, int count, int lines) throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(connect(port));
    }
    for (int line = 0; line < lines; line++) {
      for (int i = 0; i < count; i++) {
        send(clients.get(i), i, line, line + 1);
      }
    }
    for (SocketChannel client : clients) {
      client.shutdownOutput();
    }
    for (SocketChannel client : clients) {
      awaitEnd(client);
      client.close();
    }
  }

  private static SocketChannel connect(int port) throws IOException {
    return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static void send(SocketChannel client, int number, int from, int to) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int line = from; line < to; line++) {
      text.append("{\"client\":%d,\"line\":%d}\n".formatted(number, line));
    }
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private static void awaitEnd(SocketChannel client) throws IOException {
    if (client.read(ByteBuffer.allocate(1)) != -1) {
      throw new EOFException("it answers");
    }
  }
}
