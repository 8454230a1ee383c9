package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that speak TLS, or should. */
@Timeout(60)
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;
  private @Nullable Server<String> server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  /** A context with a certificate of its own that it also trusts. */
  private SSLContext context(String start) throws Exception {
    Path file = folder.resolve("keys.p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-genkeypair", "-alias", "test", "-keyalg", "EC", "-storetype", "PKCS12"));
    command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of("-startdate", start, "-validity", "2", "-storepass", "changeit"));
    command.addAll(List.of("-keystore", file.toString()));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(file)) {
      keys.load(content, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("test", keys.getCertificate("test"));
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
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
    SSLContext context = context("-1d");
    Server<String> lines = started(context);
    StringBuilder text = new StringBuilder();
    List<String> expected = IntStream.range(0, 30_000).mapToObj(i -> "line " + i).toList();
    expected.forEach(line -> text.append(line).append('\n'));
    try (SSLSocket socket = connect(context, lines)) {
      send(socket, text + "half");
    }

    Waiting.until(() -> lines.letters.size() == 1);

    assertThat(lines.elements()).isEqualTo(expected);
    assertThat(lines.reasons()).containsExactly("the connection ended in the middle of the line");
  }

  @Test
  void shouldEndPlainConnectionsToATlsPort() throws Exception {
    SSLContext context = context("-1d");
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
    SSLContext context = context("-1d");
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
    Server<String> lines = started(context("-1d"));
    try (SSLSocket socket = connect(SSLContext.getDefault(), lines)) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }

    Waiting.until(() -> !lines.ended.isEmpty());
    assertThat(lines.job.state()).isEqualTo(dev.leat.pipeline.Job.State.RUNNING);
    lines.drain();
  }
}
