package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.Sink;
import dev.leat.runtime.testkit.SinkContractTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of sinks, with a real socket. */
final class UdpSinkContractTest extends SinkContractTest<String> {

  private UdpReceiver receiver;

  @SuppressWarnings("NullAway.Init") // start() sets the receiver before each test
  UdpSinkContractTest() {}

  @BeforeEach
  void start() throws IOException {
    receiver = new UdpReceiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Override
  protected String element(int index) {
    return "element " + index;
  }

  @Override
  protected Sink<String> sink() {
    return UdpSink.linesTo("127.0.0.1", receiver.port());
  }

  @Override
  protected List<String> published() throws Exception {
    return receiver.texts();
  }

  @Override
  protected Sink<String> unusable() {
    return UdpSink.linesTo("no such host", 9);
  }

  @Override
  protected boolean atomic() {
    return false;
  }

  @Override
  protected boolean replaces() {
    return false;
  }

  /** No more than a small receive buffer holds, so that none is lost. */
  @Override
  protected int many() {
    return 100;
  }
}
