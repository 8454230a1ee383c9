package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Sends datagrams from the thread that writes: a send waits for nobody but the system, so an event
 * loop would only add a hop. Used by one thread at a time.
 */
final class UdpWriter<T> implements SinkWriter<T> {

  /** How often one datagram is tried while the system passes on messages about earlier ones. */
  private static final int ATTEMPTS = 3;

  private final DatagramSocket socket;
  private final String receiver;
  private final Encoder<T> encoder;
  private final UdpSinkOptions options;
  private final TooLarge tooLarge;
  private long unreachable;

  private UdpWriter(
      DatagramSocket socket,
      String receiver,
      Encoder<T> encoder,
      UdpSinkOptions options,
      TooLarge tooLarge) {
    this.socket = socket;
    this.receiver = receiver;
    this.encoder = encoder;
    this.options = options;
    this.tooLarge = tooLarge;
  }

  /** Makes bytes of an element. */
  @FunctionalInterface
  interface Encoder<T> {
    byte[] encode(T element);
  }

  static <T> UdpWriter<T> open(
      ConnectorContext context, String host, int port, Encoder<T> encoder, UdpSinkOptions options)
      throws Exception {
    String receiver = host + ":" + port;
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException(
          "cannot send to %s: no host is known by this name; check the name and the name service of this machine"
              .formatted(receiver),
          e);
    }
    DatagramSocket socket = new DatagramSocket();
    try {
      // Connected, because only then the system passes on that nobody listens.
      socket.connect(new InetSocketAddress(address, port));
      TooLarge tooLarge = TooLarge.open(context, options.onError());
      return new UdpWriter<>(socket, receiver, encoder, options, tooLarge);
    } catch (Exception e) {
      socket.close();
      throw e instanceof IOException
          ? new IOException("cannot send to %s: %s".formatted(receiver, Reasons.of(e)), e)
          : e;
    }
  }

  @Override
  public void write(List<? extends T> chunk) throws Exception {
    for (T element : chunk) {
      byte[] bytes = encoder.encode(element);
      if (bytes.length > options.maxDatagram()) {
        tooLarge.take(
            bytes,
            new IOException(
                "the element has %,d bytes, but a datagram to %s takes %,d; make it smaller, or say what to do with it by onError"
                    .formatted(bytes.length, receiver, options.maxDatagram())));
      } else {
        send(bytes);
      }
    }
  }

  private void send(byte[] bytes) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        if (bytes.length == 0) {
          sendNothing();
        } else {
          socket.send(new DatagramPacket(bytes, bytes.length));
        }
        return;
      } catch (PortUnreachableException e) {
        // Meant is a datagram before: this one was not sent.
        unreachable++;
        options.observer().unreachable(unreachable);
        if (unreachable == 1) {
          UdpListener.LOG.log(Level.WARNING, "nobody listens at UDP port " + receiver);
        }
      } catch (IOException e) {
        throw new IOException(
            "cannot send %,d bytes to %s: %s".formatted(bytes.length, receiver, Reasons.of(e)), e);
      }
    }
  }

  /** A connected socket of the JDK leaves out empty datagrams. */
  private void sendNothing() throws IOException {
    SocketAddress address = socket.getRemoteSocketAddress();
    socket.disconnect();
    socket.send(new DatagramPacket(new byte[0], 0, address));
    socket.connect(address);
  }

  @Override
  public void flush() throws Exception {
    tooLarge.flush();
  }

  @Override
  public void commit() throws Exception {
    tooLarge.commit();
  }

  @Override
  public void abort() {
    tooLarge.abort();
  }

  @Override
  public void close() throws Exception {
    if (!socket.isClosed() && unreachable + tooLarge.skipped() > 0) {
      UdpListener.LOG.log(
          Level.WARNING,
          "UDP to %s: nobody listened %,d times, %,d elements were too large and skipped"
              .formatted(receiver, unreachable, tooLarge.skipped()));
    }
    try (socket) {
      tooLarge.close();
    }
  }
}
