package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that speak TLS, or should. */
@Timeout(60)
class TlsTest {

  private @Nullable Server<String> server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Server<String> started(@Nullable SSLContext context) {
    Server<String> made = new Server<>(Framing.lines(), o -> context == null ? o : o.tls(context));
    server = made;
    return made;
  }

  private static SSLSocket connect(SSLContext context, Server<String> to) throws Exception {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", to.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  @Test
  void shouldTakeLinesOverTls() throws Exception {
    SSLContext context = Certificates.valid();
    Server<String> lines = started(context);
    StringBuilder text = new StringBuilder();
    List<String> expected = IntStream.range(0, 30_000).mapToObj(i -> "line " + i).toList();
    expected.forEach(line -> text.append(line).append('\n'));
    try (SSLSocket socket = connect(context, lines)) {
      send(socket, text + "half");
    }

    Waiting.until(() -> lines.letters.size() == 1 && lines.elements.size() >= expected.size());

    assertThat(lines.elements()).isEqualTo(expected);
    assertThat(lines.reasons()).containsExactly("the connection ended in the middle of the line");
  }

  @Test
  void shouldEndPlainConnectionsToATlsPort() throws Exception {
    SSLContext context = Certificates.valid();
    Server<String> lines = started(context);
    try (Socket plain = lines.connect()) {
      send(plain, "GET / HTTP/1.1\r\n\r\n");
      Waiting.until(() -> !lines.ended.isEmpty());
    }

    assertThat(lines.ended.peek()).contains("not an SSL/TLS record");
    assertThat(lines.elements()).isEmpty();
    try (SSLSocket socket = connect(context, lines)) {
      send(socket, "still here\n");
      Waiting.until(() -> lines.elements.contains("still here"));
    }
  }

  @Test
  void shouldSurviveTlsOnAPlainPort() throws Exception {
    SSLContext context = Certificates.valid();
    Server<String> lines = started(null);
    try (SSLSocket socket = connect(context, lines)) {
      socket.setSoTimeout(300);
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }

    Waiting.until(() -> !lines.ended.isEmpty());
    try (Socket plain = lines.connect()) {
      send(plain, "still here\n");
      Waiting.until(() -> lines.elements.contains("still here"));
    }
    assertThat(lines.letters).isNotEmpty();
  }

  @Test
  void shouldGoOnWhenPeersRefuseTheCertificate() throws Exception {
    Server<String> lines = started(Certificates.valid());
    try (SSLSocket socket = connect(SSLContext.getDefault(), lines)) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }

    Waiting.until(() -> !lines.ended.isEmpty());
    assertThat(lines.job.state()).isEqualTo(dev.leat.pipeline.Job.State.RUNNING);
    lines.drain();
  }

  @Test
  void shouldGoOnWhenPeersFindThatTheCertificateHasExpired() throws Exception {
    SSLContext expired = Certificates.expired();
    Server<String> lines = started(expired);
    try (SSLSocket socket = connect(expired, lines)) {
      javax.net.ssl.SSLParameters checked = socket.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(checked);
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLException.class)
          .hasRootCauseInstanceOf(java.security.cert.CertificateExpiredException.class);
    }

    Waiting.until(() -> !lines.ended.isEmpty());
    assertThat(lines.elements()).isEmpty();
    assertThat(lines.job.state()).isEqualTo(dev.leat.pipeline.Job.State.RUNNING);
    lines.drain();
  }
}
