package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.LiveSource;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.runtime.LocalRuntime;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams of real sockets. */
@Timeout(60)
class UdpSourceTest implements UdpObserver {

  private final LocalRuntime runtime = LocalRuntime.builder().cores(2).eventLoops(1).build();
  private final CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
  private final CompletableFuture<UdpLoss> end = new CompletableFuture<>();
  private final ConcurrentLinkedQueue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Supplier<UdpLoss> loss;

  @AfterEach
  void close() {
    runtime.close();
  }

  @Override
  public void bound(InetSocketAddress bound, Supplier<UdpLoss> figures) {
    loss = figures;
    address.complete(bound);
  }

  @Override
  public void ended(UdpLoss all) {
    end.complete(all);
  }

  private UdpSourceOptions watched(UdpSourceOptions defaults) {
    return defaults.observer(this).onError(OnError.deadLetters(Sinks.each(letters::add)));
  }

  private void send(byte[] datagram) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.send(new DatagramPacket(datagram, datagram.length, address.get(10, TimeUnit.SECONDS)));
    }
  }

  private void send(String text) throws Exception {
    send(text.getBytes(UTF_8));
  }

  private <T> Job start(LiveSource<T> source, ConcurrentLinkedQueue<T> into) {
    return runtime.start(Pipeline.named("udp").from(source).to(Sinks.each(into::add)));
  }

  private UdpLoss lossNow() throws Exception {
    address.get(10, TimeUnit.SECONDS);
    Supplier<UdpLoss> figures = loss;
    return figures == null ? new UdpLoss(0, 0, OptionalLong.empty()) : figures.get();
  }

  @Test
  void shouldTakeDatagramsAsTheyAre() throws Exception {
    ConcurrentLinkedQueue<byte[]> taken = new ConcurrentLinkedQueue<>();
    Job job = start(UdpSource.bind("127.0.0.1", 0, this::watched), taken);
    send("one\n");
    send(new byte[0]);
    send(new byte[65_507]);

    Waiting.until(() -> taken.size() == 3);
    job.drain(Duration.ofSeconds(10));

    assertThat(taken.stream().map(bytes -> bytes.length)).containsExactly(4, 0, 65_507);
    assertThat(end.get(10, TimeUnit.SECONDS).received()).isEqualTo(3);
    assertThat(letters).isEmpty();
  }

  @Test
  void shouldTakeTheLinesOfDatagrams() throws Exception {
    ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    Job job = start(UdpSource.bindLines("127.0.0.1", 0, this::watched), taken);
    send("one\ntwo\r\n\nthree");
    send(new byte[0]);
    send(new byte[] {'a', (byte) 0xFF, '\n', 'b'});

    Waiting.until(() -> taken.size() == 5 && letters.size() == 1);
    job.drain(Duration.ofSeconds(10));

    assertThat(taken).containsExactly("one", "two", "", "three", "b");
    DeadLetter letter = letters.element();
    assertThat(letter.cause()).hasMessageContaining("the line is not UTF-8: byte 0xFF at offset 1");
    assertThat(letter.position().line()).isEqualTo(3);
    assertThat(letter.position().source()).startsWith("udp 127.0.0.1:");
  }

  @Test
  void shouldRejectDatagramsThatAreTooLong() throws Exception {
    ConcurrentLinkedQueue<byte[]> taken = new ConcurrentLinkedQueue<>();
    Job job = start(UdpSource.bind("127.0.0.1", 0, o -> watched(o).maxDatagram(10)), taken);
    send("1234567890");
    send("12345678901");
    send("fine");

    Waiting.until(() -> taken.size() == 2 && letters.size() == 1);
    job.drain(Duration.ofSeconds(10));

    assertThat(letters.element().cause())
        .hasMessage("the datagram is longer than 10 bytes, so its end is missing");
    assertThat(letters.element().text()).isEqualTo("1234567890");
  }

  @Test
  void shouldDropAndCountWhatHasNoRoom() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ConcurrentLinkedQueue<byte[]> taken = new ConcurrentLinkedQueue<>();
    LiveSource<byte[]> source = UdpSource.bind("127.0.0.1", 0, o -> watched(o).buffer(64 << 10));
    Job job =
        runtime.start(
            Pipeline.named("held")
                .from(source)
                .coroutine(
                    "held",
                    datagram -> {
                      gate.await();
                      return datagram;
                    },
                    co -> co.concurrency(1))
                .to(Sinks.each(taken::add)));
    long sent = 0;
    while (lossNow().dropped() < 100) {
      send(new byte[1_000]);
      sent++;
      assertThat(sent).as("everything is kept: %s", lossNow()).isLessThan(100_000);
    }
    gate.countDown();
    long total = sent;
    Waiting.until(() -> {
      UdpLoss now = lossNow();
      return now.received() + now.dropped() + now.system().orElse(0) == total
          && taken.size() == now.received();
    });
    job.drain(Duration.ofSeconds(10));

    UdpLoss all = end.get(10, TimeUnit.SECONDS);
    assertThat(all.any()).isTrue();
    assertThat(all.dropped()).isGreaterThanOrEqualTo(100);
    assertThat(all.toString()).contains("dropped because the buffer was full");
  }

  @Test
  void shouldCountWhatTheSystemDropsWhileTheLoopIsBusy() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicLong turns = new AtomicLong();
    CountDownLatch busy = new CountDownLatch(1);
    ConcurrentLinkedQueue<byte[]> taken = new ConcurrentLinkedQueue<>();
    LiveSource<byte[]> source = UdpSource.bind("127.0.0.1", 0, o -> watched(o).buffer(64 << 10));
    Job job =
        runtime.start(
            Pipeline.named("busy")
                .from(source)
                .io(
                    "hog",
                    datagram -> {
                      busy.countDown();
                      while (gate.getCount() > 0) {
                        turns.incrementAndGet(); // to wait is forbidden here, and found out
                      }
                      return CompletableFuture.completedFuture(datagram);
                    })
                .to(Sinks.each(taken::add)));
    send(new byte[1_000]);
    busy.await();
    int sent = 1;
    while (lossNow().system().orElse(0) < 100) {
      send(new byte[1_000]);
      sent++;
      if (job.state().ended()) {
        job.await();
      }
      assertThat(sent).as("everything is kept: %s", lossNow()).isLessThan(100_000);
    }
    long total = sent;
    gate.countDown();
    Waiting.until(() -> {
      UdpLoss now = lossNow();
      return now.received() + now.dropped() + now.system().orElse(0) == total;
    });
    job.drain(Duration.ofSeconds(10));

    assertThat(end.get(10, TimeUnit.SECONDS).system().orElseThrow()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void shouldNotGuessWhatTheSystemDropsWhereItDoesNotSay(@TempDir Path folder) throws Exception {
    Path table = folder.resolve("udp");
    String row = "  1: 0100007F:%s 00000000:0000 07 0:0 00:0 0 0 0 77 2 0 %s%n";
    Files.writeString(
        table,
        "header\n"
            + row.formatted("1F90", "12")
            + row.formatted("1F91", "3")
            + row.formatted("1F91", "4")
            + row.formatted("1F92", "?"));

    assertThat(SystemDrops.in(List.of(table), 8_080)).hasValue(12);
    assertThat(SystemDrops.in(List.of(table), 8_081)).as("two sockets").isEmpty();
    assertThat(SystemDrops.in(List.of(table), 8_082)).as("no number").isEmpty();
    assertThat(SystemDrops.in(List.of(table), 9)).as("no socket").isEmpty();
    assertThat(SystemDrops.in(List.of(folder.resolve("missing")), 8_080)).isEmpty();
  }

  @Test
  void shouldSayThatThePortIsInUse() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Pipeline pipeline =
          Pipeline.named("taken")
              .from(UdpSource.bind("127.0.0.1", taken.getLocalPort()))
              .to(Sinks.discard());

      assertThatThrownBy(() -> runtime.run(pipeline))
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("another program listens there");
    }
  }
}
