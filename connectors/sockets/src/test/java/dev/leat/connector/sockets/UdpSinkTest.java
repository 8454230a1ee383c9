package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.testkit.TestSource;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams to a real socket, and to none. */
@Timeout(60)
class UdpSinkTest {

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).eventLoops(1).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void shouldSendTextsAndBytesOneADatagram() throws Exception {
    try (UdpReceiver receiver = new UdpReceiver()) {
      runtime.run(
          Pipeline.named("texts")
              .from(Sources.of("one", "zwölf", ""))
              .to(UdpSink.linesTo("127.0.0.1", receiver.port())));
      runtime.run(
          Pipeline.named("bytes")
              .from(Sources.of("three".getBytes(UTF_8)))
              .to(UdpSink.to("127.0.0.1", receiver.port())));

      assertThat(receiver.texts()).containsExactly("one", "zwölf", "", "three");
    }
  }

  @Test
  void shouldFailOnElementsThatAreTooLarge() throws Exception {
    try (UdpReceiver receiver = new UdpReceiver()) {
      Pipeline pipeline =
          Pipeline.named("large")
              .from(Sources.of(new byte[65_508]))
              .to(UdpSink.to("127.0.0.1", receiver.port()));

      assertThatThrownBy(() -> runtime.run(pipeline))
          .hasMessageContaining("the element has 65,508 bytes")
          .hasMessageContaining("takes 65,507; make it smaller");
    }
  }

  @Test
  void shouldSendElementsThatAreTooLargeToDeadLetters() throws Exception {
    ConcurrentLinkedQueue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
    OnError reject = OnError.deadLetters(Sinks.each(letters::add));
    try (UdpReceiver receiver = new UdpReceiver()) {
      runtime.run(
          Pipeline.named("large")
              .from(Sources.of("1234", "12345", "x".repeat(5_000), "ok"))
              .to(
                  UdpSink.linesTo(
                      "127.0.0.1", receiver.port(), o -> o.maxDatagram(4).onError(reject))));
      runtime.run(
          Pipeline.named("skipped")
              .from(Sources.of("12345", "more"))
              .to(
                  UdpSink.linesTo(
                      "127.0.0.1",
                      receiver.port(),
                      o -> o.maxDatagram(4).onError(OnError.skip()))));

      assertThat(receiver.texts()).containsExactly("1234", "ok", "more");
    }
    assertThat(letters).extracting(DeadLetter::truncated).containsExactly(false, true);
    assertThat(letters.element().text()).isEqualTo("12345");
    assertThat(letters.element().cause()).hasMessageContaining("the element has 5 bytes");
    assertThat(letters.element().pipeline()).isEqualTo("large");
  }

  @Test
  void shouldCountThatNobodyListensAndGoOn() throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    AtomicLong unreachable = new AtomicLong();
    UdpObserver observer =
        new UdpObserver() {
          @Override
          public void unreachable(long times) {
            unreachable.set(times);
          }
        };
    TestSource<String> source = TestSource.<String>named("source").endless();
    Job job =
        runtime.start(
            Pipeline.named("nobody")
                .from(source)
                .to(UdpSink.linesTo("127.0.0.1", port, o -> o.observer(observer))));
    Waiting.until(() -> {
      source.emit(List.of("hello"));
      return unreachable.get() >= 3;
    });

    assertThat(job.state()).isEqualTo(Job.State.RUNNING);
    job.drain(Duration.ofSeconds(10));
  }

  @Test
  void shouldSayThatTheHostIsUnknown() {
    Pipeline pipeline =
        Pipeline.named("unknown").from(Sources.of("x")).to(UdpSink.linesTo("no such host", 9));

    assertThatThrownBy(() -> runtime.run(pipeline))
        .hasMessageContaining("cannot send to no such host:9: no host is known by this name");
  }
}
