package dev.leat.connector.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.eventloop.EventLoops;
import dev.leat.runtime.testkit.TestSink;
import dev.leat.runtime.testkit.TestSource;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sink and real servers, well behaved and not. */
@Timeout(60)
class TcpSinkTest implements TcpObserver {

  private static final Duration SOON = Duration.ofMillis(10);

  private final LocalRuntime runtime =
      LocalRuntime.builder().cores(2).eventLoops(1).grace(Duration.ofMillis(300)).build();
  private final AtomicInteger connected = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Override
  public void connected(String peer) {
    connected.incrementAndGet();
  }

  @Override
  public void ended(String peer, String reason) {
    ended.add(reason);
  }

  private TcpSinkOptions quick(TcpSinkOptions defaults) {
    return defaults.observer(this).backoff(SOON, SOON.multipliedBy(10));
  }

  private dev.leat.pipeline.connector.Sink<String> sink(
      int port, UnaryOperator<TcpSinkOptions> options) {
    return TcpSink.connect("127.0.0.1", port, Framing.lines(), o -> options.apply(quick(o)));
  }

  private Pipeline sending(List<String> lines, int port, UnaryOperator<TcpSinkOptions> options) {
    return Pipeline.named("sending").from(Sources.from(lines)).to(sink(port, options));
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void shouldSendLinesAndEndInOrder() throws Exception {
    try (Receiver receiver = Receiver.patient()) {
      runtime.run(sending(lines(100_000), receiver.port(), o -> o));

      assertThat(receiver.lines()).isEqualTo(lines(100_000));
      assertThat(receiver.connections).hasSize(1);
    }
    assertThat(ended).containsExactly("everything was sent");
  }

  @Test
  void shouldSendFramesThatATcpSourceTakes() throws Exception {
    List<byte[]> frames =
        IntStream.range(0, 300).mapToObj(i -> new byte[i % 50 == 0 ? 200_000 : i]).toList();
    Server<byte[]> server = new Server<>(Framing.lengthPrefixed(), o -> o);
    try {
      runtime.run(
          Pipeline.named("frames")
              .from(Sources.from(frames))
              .to(TcpSink.connect("127.0.0.1", server.port(), Framing.lengthPrefixed())));

      assertThat(server.elements().stream().map(frame -> frame.length))
          .containsExactlyElementsOf(frames.stream().map(frame -> frame.length).toList());
    } finally {
      server.close();
    }
  }

  @Test
  void shouldGoOnWithTheFirstLineThatWasNotTakenWhenAConnectionIsReset() throws Exception {
    AtomicInteger number = new AtomicInteger();
    Receiver.Manner once =
        connection -> {
          if (number.getAndIncrement() == 0) {
            while (connection.length() < 3_000_000) {
              connection.read(64 << 10);
            }
            connection.reset();
          } else {
            connection.readAll();
          }
        };
    int count = 1_000_000;
    try (Receiver receiver = new Receiver(once)) {
      runtime.run(sending(lines(count), receiver.port(), o -> o));

      List<String> received = receiver.lines();
      assertThat(receiver.connections).hasSize(2);
      assertThat(new HashSet<>(received)).as("none comes twice").hasSameSizeAs(received);
      assertThat(received).last().isEqualTo("line " + (count - 1));
      assertThat(lines(count)).containsSubsequence(received.subList(0, 100_000));
      List<String> second = receiver.connections.stream().toList().get(1).lines();
      int first = Integer.parseInt(second.getFirst().substring("line ".length()));
      assertThat(second).isEqualTo(lines(count).subList(first, count));
    }
    assertThat(connected).hasValue(2);
    assertThat(ended).hasSize(2).first().asString().startsWith("the connection broke: ");
  }

  @Test
  void shouldConnectAgainWhenTheServerComesBack() throws Exception {
    TestSource<String> source = TestSource.<String>named("source").endless();
    int port;
    Job job;
    try (Receiver receiver = Receiver.patient()) {
      port = receiver.port();
      job = runtime.start(Pipeline.named("again").from(source).to(sink(port, o -> o)));
      source.emit(List.of("before"));
      Waiting.until(() -> receiver.lines().contains("before"));
    }
    AtomicInteger sent = new AtomicInteger();
    Waiting.until(() -> {
      source.emit(List.of("between " + sent.getAndIncrement()));
      return connected.get() == 1 && !ended.isEmpty();
    });
    try (Receiver receiver = new Receiver(Receiver.Connection::readAll, null, port)) {
      source.emit(List.of("after"));
      Waiting.until(() -> receiver.lines().contains("after"));
      job.drain(Duration.ofSeconds(10));

      assertThat(receiver.lines()).endsWith("after");
    }
  }

  @Test
  void shouldFailWhenTheServerIsGoneForTooLong() throws Exception {
    TestSource<String> source = TestSource.<String>named("source").endless();
    Job job;
    int port;
    try (Receiver receiver = Receiver.patient()) {
      port = receiver.port();
      job =
          runtime.start(
              Pipeline.named("gone")
                  .from(source)
                  .to(sink(port, o -> o.reconnectWithin(Duration.ofMillis(400)))));
      source.emit(List.of("before"));
      Waiting.until(() -> receiver.lines().contains("before"));
    }
    AtomicInteger sent = new AtomicInteger();
    Waiting.until(() -> {
      if (!job.state().ended()) {
        source.emit(List.of("more " + sent.getAndIncrement()));
      }
      return job.state().ended();
    });

    assertThatThrownBy(job::await)
        .isInstanceOf(JobException.class)
        .hasMessageContaining(
            "the connection to 127.0.0.1:%d was lost and could not be kept again within 400 ms"
                .formatted(port))
        .hasMessageContaining("connection refused; start the server");
  }

  @Test
  void shouldFailWhenTheServerTakesConnectionsOnlyToResetThem() throws Exception {
    Receiver.Manner bored =
        connection -> {
          connection.read(1);
          connection.reset();
        };
    try (Receiver receiver = new Receiver(bored)) {
      Pipeline pipeline =
          sending(
              lines(3_000_000), receiver.port(), o -> o.reconnectWithin(Duration.ofMillis(500)));

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("was lost and could not be kept again within 500 ms");
    }
    assertThat(connected.get()).isBetween(2, 100);
  }

  @Test
  void shouldFailWhenTheServerDoesNotReadToTheEnd() throws Exception {
    Receiver.Manner bored =
        connection -> {
          connection.read(1);
          connection.reset();
        };
    try (Receiver receiver = new Receiver(bored)) {
      Pipeline pipeline = sending(lines(100), receiver.port(), o -> o);

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("broke before it had read everything");
    }
  }

  @Test
  void shouldFailWhenTheServerClosesBeforeTheEnd() throws Exception {
    try (EventLoops loops = EventLoops.create();
        Receiver receiver = new Receiver(connection -> {})) {
      TcpDialer dialer =
          new TcpDialer(
              loops.loopResources(), "127.0.0.1", receiver.port(), TcpSinkOptions.DEFAULTS);
      TcpConnection connection = dialer.first();
      Waiting.until(connection::over);

      assertThatThrownBy(() -> connection.end(Duration.ofSeconds(5)))
          .hasMessageContaining("closed before the end was sent");
      connection.end(Duration.ZERO);
    }
  }

  @Test
  void shouldFailWhenTheServerNeverCloses() throws Exception {
    try (Receiver receiver =
        new Receiver(connection -> {
          connection.readAll();
          connection.socket.getInputStream();
          hold(connection);
        })) {
      Pipeline pipeline =
          sending(lines(10), receiver.port(), o -> o.endTimeout(Duration.ofMillis(300)));
      assertThatThrownBy(() -> runtime.run(pipeline))
          .hasMessageContaining("did not close within 300 ms")
          .hasMessageContaining("raise endTimeout");

      runtime.run(sending(lines(10), receiver.port(), o -> o.endTimeout(Duration.ZERO)));
    }
  }

  /** Until the test closes the receiver. */
  private static void hold(Receiver.Connection connection) {
    while (!connection.socket.isClosed()) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void shouldResetTheConnectionWhenTheJobIsCancelled() throws Exception {
    TestSource<String> source = TestSource.<String>named("source").endless();
    try (Receiver receiver = Receiver.patient()) {
      Job job =
          runtime.start(Pipeline.named("cancelled").from(source).to(sink(receiver.port(), o -> o)));
      source.emit(List.of("one"));
      Waiting.until(() -> receiver.lines().size() == 1);
      job.cancel();

      Receiver.Connection connection = receiver.connections.element();
      Waiting.until(() -> connection.ended != null);
      assertThat(connection.ended).contains("reset");
    }
  }

  @Test
  void shouldBeHeldBackByAServerThatNeverReadsAndStillEndInTime() throws Exception {
    AtomicInteger made = new AtomicInteger();
    String line = "x".repeat(999);
    for (boolean drain : new boolean[] {false, true}) {
      made.set(0);
      try (Receiver receiver = new Receiver(TcpSinkTest::hold)) {
        Job job =
            runtime.start(
                Pipeline.named("held")
                    .from(Sources.endless(() -> endless(line, made)))
                    .to(sink(receiver.port(), o -> o)));
        awaitStandstill(made);

        assertThat(made.get()).as("MB under way").isLessThan(40_000);
        long begin = System.nanoTime();
        if (drain) {
          assertThatThrownBy(() -> job.drain(Duration.ofMillis(500)))
              .isInstanceOf(JobException.class);
        } else {
          job.cancel();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
      }
    }
  }

  private static java.util.Iterator<String> endless(String line, AtomicInteger made) {
    return java.util.stream.Stream.generate(
            () -> {
              made.incrementAndGet();
              return line;
            })
        .iterator();
  }

  /** Waits until nothing was made for half a second. */
  private static void awaitStandstill(AtomicInteger made) throws Exception {
    long[] last = {-1, System.nanoTime()};
    Waiting.until(() -> {
      if (made.get() != last[0] || made.get() == 0) {
        last[0] = made.get();
        last[1] = System.nanoTime();
      }
      return System.nanoTime() - last[1] > 500_000_000;
    });
  }

  @Test
  void shouldAbortTheOtherSinkWhenTheServerIsGone() throws Exception {
    TestSink<String> other = TestSink.named("other");
    other.requestAll();
    try (Receiver receiver = new Receiver(connection -> connection.read(1))) {
      dev.leat.pipeline.connector.Sink<String> failing =
          sink(receiver.port(), o -> o.reconnectWithin(Duration.ZERO));
      Pipeline both =
          Pipeline.named("both")
              .from(Sources.from(lines(2_000_000)))
              .broadcast(b -> b.to(failing), b -> b.to(other));

      assertThatThrownBy(() -> runtime.run(both))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("the connection to 127.0.0.1:" + receiver.port());
    }
    other.expectAborted();
  }

  @Test
  void shouldResetTheConnectionWhenTheOtherSinkFails() throws Exception {
    TestSink<String> other = TestSink.named("other");
    other.request(1);
    TestSource<String> source = TestSource.named("source");
    try (Receiver receiver = Receiver.patient()) {
      Job job =
          runtime.start(
              Pipeline.named("both")
                  .from(source)
                  .broadcast(b -> b.to(sink(receiver.port(), o -> o)), b -> b.to(other)));
      source.emit(List.of("one"));
      Waiting.until(() -> receiver.lines().size() == 1);
      other.fail(new IllegalStateException("the disk is full"));
      source.emit(List.of("two"));

      assertThatThrownBy(job::await).hasMessageContaining("the disk is full");
      Receiver.Connection connection = receiver.connections.element();
      Waiting.until(() -> connection.ended != null);
      assertThat(connection.ended).contains("reset");
    }
  }

  @Test
  void shouldRefuseElementsThatWouldBeReadAsSomethingElse() throws Exception {
    try (Receiver receiver = Receiver.patient()) {
      assertThatThrownBy(() -> runtime.run(sending(List.of("a\nb"), receiver.port(), o -> o)))
          .hasMessageContaining("holds a newline at byte 1");
      Pipeline tooLong =
          Pipeline.named("long")
              .from(Sources.of("12345", "123456"))
              .to(TcpSink.connect("127.0.0.1", receiver.port(), Framing.lines().max(5)));
      assertThatThrownBy(() -> runtime.run(tooLong))
          .hasMessageContaining("a line of 6 bytes, but 5 are the most");
    }
  }

  @Test
  void shouldSayWhyItCannotConnect() throws Exception {
    int port = freePort();
    assertThatThrownBy(() -> runtime.run(sending(lines(1), port, o -> o)))
        .hasMessageContaining("cannot connect to 127.0.0.1:" + port)
        .hasMessageContaining("connection refused; start the server, or check host and port");
    Pipeline unknown =
        Pipeline.named("unknown")
            .from(Sources.from(lines(1)))
            .to(TcpSink.connect("no such host", 9, Framing.lines()));
    assertThatThrownBy(() -> runtime.run(unknown))
        .hasMessageContaining("cannot connect to no such host:9: no host is known by this name");
  }

  @Test
  void shouldSayWhatIsWrongWithTheCertificateOfTheServer() throws Exception {
    SSLContext expired = Certificates.expired();
    SSLContext elsewhere = Certificates.elsewhere();
    assertThatThrownBy(() -> runtime.run(overTls(expired, expired)))
        .hasMessageContaining("its certificate has expired")
        .hasMessageContaining("renew it on the server");
    SSLContext early = Certificates.early();
    assertThatThrownBy(() -> runtime.run(overTls(early, early)))
        .hasMessageContaining("its certificate is not valid yet")
        .hasMessageContaining("check the clocks");
    assertThatThrownBy(() -> runtime.run(overTls(elsewhere, elsewhere)))
        .hasMessageContaining("its certificate is not for this host");
    assertThatThrownBy(() -> runtime.run(overTls(elsewhere, SSLContext.getDefault())))
        .hasMessageContaining("its certificate is signed by nobody whom the SSLContext trusts");
  }

  /** The server is left to the garbage collector's mercy no longer than the test. */
  private Pipeline overTls(SSLContext ofServer, SSLContext ofSink) throws Exception {
    Receiver receiver = new Receiver(Receiver.Connection::readAll, ofServer, 0);
    receivers.add(receiver);
    return sending(lines(1), receiver.port(), o -> o.tls(ofSink));
  }

  private final List<Receiver> receivers = new java.util.ArrayList<>();

  @AfterEach
  void closeReceivers() throws Exception {
    for (Receiver receiver : receivers) {
      receiver.close();
    }
  }

  @Test
  void shouldSayThatTheServerDoesNotSpeakTls() throws Exception {
    SSLContext context = Certificates.valid();
    Receiver.Manner greeting =
        connection -> {
          connection
              .socket
              .getOutputStream()
              .write("220 hello\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          hold(connection);
        };
    try (Receiver receiver = new Receiver(greeting);
        Receiver silent = new Receiver(TcpSinkTest::hold)) {
      assertThatThrownBy(() -> runtime.run(sending(lines(1), receiver.port(), o -> o.tls(context))))
          .hasMessageContaining("it does not speak TLS");
      assertThatThrownBy(() ->
              runtime.run(
                  sending(
                      lines(1),
                      silent.port(),
                      o -> o.tls(context).connectTimeout(Duration.ofMillis(300)))))
          .hasMessageContaining("no answer to the TLS handshake in time");
    }
  }

  @Test
  void shouldSendOverTlsAndGoOnAfterAReset() throws Exception {
    SSLContext context = Certificates.valid();
    AtomicInteger number = new AtomicInteger();
    Receiver.Manner once =
        connection -> {
          if (number.getAndIncrement() == 0) {
            while (connection.length() < 1_000_000) {
              connection.read(64 << 10);
            }
            connection.reset();
          } else {
            connection.readAll();
          }
        };
    int count = 400_000;
    try (Receiver receiver = new Receiver(once, context, 0)) {
      runtime.run(sending(lines(count), receiver.port(), o -> o.tls(context)));

      List<String> received = receiver.lines();
      assertThat(receiver.connections).hasSize(2);
      assertThat(new HashSet<>(received)).as("none comes twice").hasSameSizeAs(received);
      assertThat(received).last().isEqualTo("line " + (count - 1));
    }
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    TcpSinkOptions options = TcpSinkOptions.DEFAULTS;
    assertThatThrownBy(() -> options.connectTimeout(Duration.ZERO))
        .hasMessageContaining("connectTimeout must be from 1 ms");
    assertThatThrownBy(() -> options.reconnectWithin(Duration.ofSeconds(-1)))
        .hasMessageContaining("reconnectWithin must not be negative");
    assertThatThrownBy(() -> options.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("the first pause must be positive");
    assertThatThrownBy(() -> TcpSink.connect("localhost", 0, Framing.lines()))
        .hasMessageContaining("from 1 to 65535, not 0");
  }
}
