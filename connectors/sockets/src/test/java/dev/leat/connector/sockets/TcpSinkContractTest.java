package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.Sink;
import dev.leat.runtime.testkit.SinkContractTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract of sinks, with a real server. */
class TcpSinkContractTest {

  /** What both have in common. */
  abstract static class Sending extends SinkContractTest<String> {

    private Receiver receiver;

    @SuppressWarnings("NullAway.Init") // start() sets the receiver before each test
    Sending() {}

    final void start(Receiver made) {
      receiver = made;
    }

    @AfterEach
    void stop() throws IOException {
      receiver.close();
    }

    TcpSinkOptions chosen(TcpSinkOptions defaults) {
      return defaults;
    }

    @Override
    protected String element(int index) {
      return "element " + index;
    }

    @Override
    protected Sink<String> sink() throws Exception {
      return TcpSink.connect("127.0.0.1", receiver.port(), Framing.lines(), this::chosen);
    }

    @Override
    protected List<String> published() {
      return receiver.lines();
    }

    @Override
    protected Sink<String> unusable() throws IOException {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return TcpSink.connect("127.0.0.1", free.getLocalPort(), Framing.lines(), this::chosen);
      }
    }

    @Override
    protected boolean atomic() {
      return false;
    }

    @Override
    protected boolean replaces() {
      return false;
    }
  }

  @Nested
  final class Plain extends Sending {

    @BeforeEach
    void start() throws IOException {
      start(Receiver.patient());
    }
  }

  @Nested
  final class Encrypted extends Sending {

    private SSLContext context;

    @SuppressWarnings("NullAway.Init") // start() sets the context before each test
    Encrypted() {}

    @BeforeEach
    void start() throws Exception {
      context = Certificates.valid();
      start(new Receiver(Receiver.Connection::readAll, context, 0));
    }

    @Override
    TcpSinkOptions chosen(TcpSinkOptions defaults) {
      return defaults.tls(context);
    }
  }
}
