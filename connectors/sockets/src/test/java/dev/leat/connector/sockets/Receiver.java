package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A real server that reads what a sink sends and keeps it. */
final class Receiver implements AutoCloseable {

  /** How it treats a connection. */
  interface Manner {
    void serve(Connection connection) throws IOException;
  }

  private final ServerSocket server;
  private final Manner manner;
  private final CountDownLatch gate = new CountDownLatch(1);

  /** All connections there were, in order. */
  final ConcurrentLinkedQueue<Connection> connections = new ConcurrentLinkedQueue<>();

  Receiver(Manner manner) throws IOException {
    this(manner, null, 0);
  }

  Receiver(Manner manner, @Nullable SSLContext tls, int port) throws IOException {
    this.manner = manner;
    InetAddress here = InetAddress.getLoopbackAddress();
    server =
        tls == null
            ? new ServerSocket(port, 50, here)
            : tls.getServerSocketFactory().createServerSocket(port, 50, here);
    Thread.ofVirtual().start(this::accept);
  }

  /** One that reads to the end and then closes. */
  static Receiver patient() throws IOException {
    return new Receiver(Connection::readAll);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Connection connection = new Connection(server.accept());
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Connection connection) {
    try (connection) {
      manner.serve(connection);
      connection.ended = "in order";
    } catch (IOException e) {
      connection.ended = String.valueOf(e.getMessage());
    }
  }

  /** Lets those go on that wait for it. */
  void open() {
    gate.countDown();
  }

  void awaitOpen() throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The lines of all connections, without unfinished ones. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Connection connection : connections) {
      lines.addAll(connection.lines());
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    open();
    server.close();
    for (Connection connection : connections) {
      connection.close();
    }
  }

  /** What came over one connection. */
  static final class Connection implements AutoCloseable {

    final Socket socket;
    private final StringBuilder text = new StringBuilder();
    volatile @Nullable String ended;

    Connection(Socket socket) {
      this.socket = socket;
    }

    void readAll() throws IOException {
      while (read(64 << 10)) {
        // until the end
      }
    }

    /** Reads something; returns false at the end. */
    boolean read(int most) throws IOException {
      byte[] buffer = new byte[most];
      InputStream in = socket.getInputStream();
      int count = in.read(buffer);
      if (count > 0) {
        synchronized (text) {
          text.append(new String(buffer, 0, count, UTF_8));
        }
      }
      return count >= 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    /** Ends it with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    int length() {
      synchronized (text) {
        return text.length();
      }
    }

    List<String> lines() {
      String all;
      synchronized (text) {
        all = text.toString();
      }
      return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
    }
  }
}
