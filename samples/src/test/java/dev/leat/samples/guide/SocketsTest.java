package dev.leat.samples.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connector.sockets.Framing;
import dev.leat.connector.sockets.TcpObserver;
import dev.leat.connector.sockets.TcpSink;
import dev.leat.connector.sockets.TcpSource;
import dev.leat.connector.sockets.UdpLoss;
import dev.leat.connector.sockets.UdpObserver;
import dev.leat.connector.sockets.UdpSink;
import dev.leat.connector.sockets.UdpSource;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/guide/sockets.md. */
@Timeout(60)
class SocketsTest {

  private final PipelineRuntime runtime = LocalRuntime.create();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final Sink<DeadLetter> rejected = Sinks.discard();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void shouldTakeLinesFromConnections() throws Exception {
    Sink<String> sink = Sinks.each(received::add);
    // guide
    CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
    TcpObserver observer =
        new TcpObserver() {
          @Override
          public void listening(InetSocketAddress bound) {
            address.complete(bound); // port 0 means: any that is free
          }
        };
    Pipeline ingest =
        Pipeline.named("ingest")
            .from(
                TcpSource.listen(
                    "127.0.0.1",
                    0,
                    Framing.lines().max(64 << 10),
                    o ->
                        o.observer(observer)
                            .maxConnections(500)
                            .idleTimeout(Duration.ofMinutes(5))
                            .onError(OnError.deadLetters(rejected))))
            .to(sink);
    // end

    Job job = runtime.start(ingest);
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), address.get(10, TimeUnit.SECONDS).getPort())) {
      client.getOutputStream().write("hello\n".getBytes(UTF_8));
      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
    }
    job.drain(Duration.ofSeconds(10));
  }

  @Test
  void shouldSendLinesToAServer() throws Exception {
    CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
    TcpObserver observer =
        new TcpObserver() {
          @Override
          public void listening(InetSocketAddress bound) {
            address.complete(bound);
          }
        };
    Job server =
        runtime.start(
            Pipeline.named("server")
                .from(TcpSource.listen("127.0.0.1", 0, Framing.lines(), o -> o.observer(observer)))
                .to(Sinks.each(received::add)));
    String host = "127.0.0.1";
    int port = address.get(10, TimeUnit.SECONDS).getPort();
    // guide
    Sink<String> lines =
        TcpSink.connect(
            host,
            port,
            Framing.lines(),
            o -> o.reconnectWithin(Duration.ofMinutes(2)).endTimeout(Duration.ofSeconds(30)));
    // end

    runtime.run(Pipeline.named("client").from(Sources.of("one", "two")).to(lines));
    assertThat(received).containsExactly("one", "two");
    server.drain(Duration.ofSeconds(10));
  }

  @Test
  void shouldTakeAContextForTls() throws Exception {
    SSLContext context = SSLContext.getDefault();
    // guide
    LiveSource<byte[]> frames =
        TcpSource.listen("0.0.0.0", 9443, Framing.lengthPrefixed(), o -> o.tls(context));
    Sink<byte[]> sink =
        TcpSink.connect("collector.example", 9443, Framing.lengthPrefixed(), o -> o.tls(context));
    // end

    assertThat(frames.describe()).isEqualTo("frames over TLS connections to 0.0.0.0:9443");
    assertThat(sink.describe()).isEqualTo("frames over TLS to collector.example:9443");
  }

  @Test
  void shouldTakeAndSendDatagrams() throws Exception {
    CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
    CompletableFuture<UdpLoss> end = new CompletableFuture<>();
    // guide
    UdpObserver observer =
        new UdpObserver() {
          @Override
          public void bound(InetSocketAddress bound, Supplier<UdpLoss> loss) {
            address.complete(bound);
          }

          @Override
          public void ended(UdpLoss loss) {
            end.complete(loss); // "3 datagrams received, 0 dropped because ..."
          }
        };
    LiveSource<String> metrics =
        UdpSource.bindLines("127.0.0.1", 0, o -> o.buffer(16 << 20).observer(observer));
    // end
    Job job = runtime.start(Pipeline.named("metrics").from(metrics).to(Sinks.each(received::add)));
    String host = "127.0.0.1";
    int port = address.get(10, TimeUnit.SECONDS).getPort();
    // guide
    Sink<String> datagrams =
        UdpSink.linesTo(
            host, port, o -> o.maxDatagram(1_400).onError(OnError.deadLetters(rejected)));
    // end

    runtime.run(
        Pipeline.named("sender").from(Sources.of("a:1", "x".repeat(2_000), "b:2")).to(datagrams));
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("a:1");
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("b:2");
    job.drain(Duration.ofSeconds(10));
    assertThat(end.get(10, TimeUnit.SECONDS).received()).isEqualTo(2);
  }
}
