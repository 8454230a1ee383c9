package dev.leat.samples.accesslog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A lookup service that behaves badly. */
final class FaultyService implements AutoCloseable {

  /** What it does with a request. */
  enum Fault {
    /** Reads it and never answers. */
    SILENT,
    /** Answers with something that is no JSON. */
    GARBAGE,
    /** Answers with JSON that has no network. */
    WRONG_JSON,
    /** Answers with status 500. */
    STATUS_500,
    /** Closes the connection within the answer. */
    CLOSES,
    /** Answers well, but can be made to wait; see {@link #beforeFirstAnswer}. */
    SLOW,
    /** Never stops answering. */
    ENDLESS,
    /** Closes the connection on the first two requests and then answers well. */
    RECOVERS
  }

  private final ServerSocket server;
  private final Fault fault;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<@Nullable Action> first = new AtomicReference<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  FaultyService(Fault fault) throws IOException {
    this.fault = fault;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The address of a port on which nothing listens. */
  static String down() throws IOException {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + unused.getLocalPort() + "/network";
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/network";
  }

  /** Something that a test does meanwhile. */
  interface Action {
    void run() throws Exception;
  }

  /** Does something when the first request has come and before any is answered. */
  void beforeFirstAnswer(Action action) {
    first.set(action);
  }

  private synchronized void await() throws IOException {
    Action action = first.getAndSet(null);
    if (action != null) {
      try {
        action.run();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      while (readRequest(in)) {
        if (!answer(socket, requests.incrementAndGet())) {
          return;
        }
      }
    } catch (IOException e) {
      return; // the client has gone away
    }
  }

  private static boolean readRequest(BufferedReader in) throws IOException {
    String line = in.readLine();
    boolean request = line != null;
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    return request;
  }

  /** Whether to wait for another request on this connection. */
  private boolean answer(Socket socket, int number) throws IOException {
    switch (fault) {
      case SILENT -> {}
      case GARBAGE -> send(socket, "200 OK", "<html>hello</html>");
      case WRONG_JSON -> send(socket, "200 OK", "{\"net\":[1,{\"network\":\"x\"}],\"network\":7}");
      case STATUS_500 -> send(socket, "500 Internal Server Error", "");
      case CLOSES -> {
        write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"netw");
        return false;
      }
      case SLOW -> {
        await();
        send(socket, "200 OK", "{\"network\":\"slow\"}");
      }
      case ENDLESS -> endless(socket);
      case RECOVERS -> {
        if (number <= 2) {
          return false;
        }
        send(socket, "200 OK", "{\"since\":3,\"network\":\"recovered\"}");
      }
    }
    return true;
  }

  private static void endless(Socket socket) throws IOException {
    write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (true) {
      write(socket, "400\r\n" + " ".repeat(1024) + "\r\n");
    }
  }

  private static void send(Socket socket, String status, String body) throws IOException {
    write(
        socket,
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body));
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
