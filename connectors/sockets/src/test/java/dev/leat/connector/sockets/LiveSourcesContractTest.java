package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.pipeline.connector.LiveSource;
import dev.leat.runtime.testkit.LiveSourceContractTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract of live sources, with real sockets. */
class LiveSourcesContractTest {

  /** What all have in common: a port that they tell. */
  abstract static class Listening<T> extends LiveSourceContractTest<T>
      implements TcpObserver, UdpObserver {

    private volatile CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();

    /** The next source has another address. */
    final void renew() {
      address = new CompletableFuture<>();
    }

    final InetSocketAddress address() throws Exception {
      return address.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void listening(InetSocketAddress bound) {
      address.complete(bound);
    }

    @Override
    public void bound(InetSocketAddress bound, Supplier<UdpLoss> loss) {
      address.complete(bound);
    }

    @Override
    public void ended(String peer, String reason) {
      // told to both kinds of observers
    }
  }

  /** Sources of connections. */
  abstract static class Connections<T> extends Listening<T> {

    private final Framing<T> framing;
    private ServerSocket taken;

    @SuppressWarnings("NullAway.Init") // take() sets the port before each test
    Connections(Framing<T> framing) {
      this.framing = framing;
    }

    @BeforeEach
    void take() throws IOException {
      taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void giveBack() throws IOException {
      taken.close();
    }

    abstract void encode(T element, ByteArrayOutputStream out);

    abstract byte[] half();

    TcpSourceOptions options(TcpSourceOptions defaults) {
      return defaults.observer(this);
    }

    Socket socket() throws Exception {
      return new Socket(address().getAddress(), address().getPort());
    }

    @Override
    protected LiveSource<T> source() {
      renew();
      return TcpSource.listen("127.0.0.1", 0, framing, this::options);
    }

    @Override
    protected LiveSource<T> unusable() {
      return TcpSource.listen("127.0.0.1", taken.getLocalPort(), framing, this::options);
    }

    @Override
    protected Peer<T> connect() throws Exception {
      return new Client(socket());
    }

    private final class Client implements Peer<T> {

      private final Socket socket;

      Client(Socket socket) {
        this.socket = socket;
      }

      @Override
      public void send(List<T> elements) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        elements.forEach(element -> encode(element, bytes));
        socket.getOutputStream().write(bytes.toByteArray());
        socket.getOutputStream().flush();
      }

      @Override
      public void end() throws IOException {
        socket.shutdownOutput();
      }

      @Override
      public void breakOff() throws IOException {
        socket.getOutputStream().write(half());
        socket.setSoLinger(true, 0);
        socket.close();
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    }
  }

  /** Lines, plain or encrypted. */
  abstract static class AnyLines extends Connections<String> {

    AnyLines() {
      super(Framing.lines());
    }

    @Override
    protected String element(int index) {
      return "line " + index;
    }

    @Override
    void encode(String element, ByteArrayOutputStream out) {
      out.writeBytes((element + "\n").getBytes(UTF_8));
    }

    @Override
    byte[] half() {
      return "hal".getBytes(UTF_8);
    }
  }

  @Nested
  final class Lines extends AnyLines {}

  @Nested
  final class LinesOverTls extends AnyLines {

    @Override
    TcpSourceOptions options(TcpSourceOptions defaults) {
      return super.options(defaults).tls(Certificates.valid());
    }

    @Override
    Socket socket() throws Exception {
      return Certificates.valid()
          .getSocketFactory()
          .createSocket(address().getAddress(), address().getPort());
    }
  }

  @Nested
  final class Frames extends Connections<byte[]> {

    Frames() {
      super(Framing.lengthPrefixed());
    }

    @Override
    protected byte[] element(int index) {
      return ("frame " + index + "x".repeat(index % 7)).getBytes(UTF_8);
    }

    @Override
    protected Object comparable(byte[] element) {
      return new String(element, UTF_8);
    }

    @Override
    void encode(byte[] element, ByteArrayOutputStream out) {
      out.writeBytes(
          ByteBuffer.allocate(4 + element.length).putInt(element.length).put(element).array());
    }

    @Override
    byte[] half() {
      return new byte[] {0, 0, 0, 9, 1, 2};
    }
  }

  @Nested
  final class Datagrams extends Listening<String> {

    private DatagramSocket taken;

    @SuppressWarnings("NullAway.Init") // take() sets the port before each test
    Datagrams() {}

    @BeforeEach
    void take() throws IOException {
      taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void giveBack() {
      taken.close();
    }

    @Override
    protected String element(int index) {
      return "datagram " + index;
    }

    @Override
    protected LiveSource<String> source() {
      renew();
      return UdpSource.bindLines("127.0.0.1", 0, o -> o.observer(this));
    }

    @Override
    protected LiveSource<String> unusable() {
      return UdpSource.bindLines("127.0.0.1", taken.getLocalPort());
    }

    @Override
    protected Peer<String> connect() throws Exception {
      return new Sender(address());
    }

    /** No more than the buffer of the system holds, so that none is lost. */
    @Override
    protected int many() {
      return 120;
    }
  }

  private static final class Sender implements LiveSourceContractTest.Peer<String> {

    private final InetSocketAddress to;
    private final DatagramSocket socket;

    Sender(InetSocketAddress to) throws IOException {
      this.to = to;
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @Override
    public void send(List<String> elements) throws IOException {
      for (String element : elements) {
        byte[] bytes = element.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
      }
    }

    @Override
    public void end() {
      socket.close();
    }

    @Override
    public void breakOff() {
      socket.close();
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
