package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A real socket that keeps what it receives. */
final class UdpReceiver implements AutoCloseable {

  private final DatagramSocket socket;
  private final List<String> texts = new ArrayList<>();
  private String mark = "";

  UdpReceiver() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(4 << 20);
    Thread.ofVirtual().start(this::receive);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void receive() {
    byte[] buffer = new byte[65_535];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        keep(new String(buffer, 0, packet.getLength(), UTF_8));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private synchronized void keep(String text) {
    if (text.startsWith("mark ")) {
      mark = text;
    } else {
      texts.add(text);
    }
  }

  private synchronized boolean reached(String sent) {
    return mark.equals(sent);
  }

  /** What was received of all that was sent before: on this machine datagrams keep their order. */
  List<String> texts() throws Exception {
    String own = "mark " + UUID.randomUUID();
    try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      byte[] bytes = own.getBytes(UTF_8);
      sender.send(
          new DatagramPacket(bytes, bytes.length, socket.getLocalAddress(), socket.getLocalPort()));
    }
    Waiting.until(() -> reached(own));
    synchronized (this) {
      return List.copyOf(texts);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
