package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.runtime.LocalRuntime;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of real sockets, well behaved and not. */
@Timeout(60)
class TcpSourceTest {

  private @Nullable Server<?> server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private <T> Server<T> started(Server<T> made) {
    server = made;
    return made;
  }

  private Server<String> lines(UnaryOperator<TcpSourceOptions> options) {
    return started(new Server<>(Framing.lines(), options));
  }

  private static void send(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  private static void reset(Socket socket) throws Exception {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Test
  void shouldTakeLinesFromManyConnectionsEachInItsOrder() throws Exception {
    Server<String> lines = lines(o -> o);
    int clients = 20;
    int each = 5_000;
    List<Thread> senders = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      int client = c;
      senders.add(
          Thread.ofVirtual()
              .start(() -> {
                try (Socket socket = lines.connect()) {
                  StringBuilder text = new StringBuilder();
                  IntStream.range(0, each)
                      .forEach(i -> text.append(client + ":" + i + (i % 3 == 0 ? "\r\n" : "\n")));
                  send(socket, text.toString());
                } catch (Exception e) {
                  lines.ended.add("client failed: " + e);
                }
              }));
    }
    for (Thread sender : senders) {
      sender.join();
    }

    Waiting.until(() -> lines.elements.size() == clients * each);

    for (int c = 0; c < clients; c++) {
      String prefix = c + ":";
      assertThat(lines.elements().stream().filter(line -> line.startsWith(prefix)))
          .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
    }
    assertThat(lines.letters).isEmpty();
    assertThat(lines.connected).hasValue(clients);
    lines.drain();
  }

  @Test
  void shouldCutLinesWhereverTheBytesAreDivided() throws Exception {
    Server<String> lines = lines(o -> o);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String line = "ä€😀x".repeat(random.nextInt(20));
      expected.add(line);
      text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    try (Socket socket = lines.connect()) {
      socket.setTcpNoDelay(true);
      for (int at = 0; at < bytes.length; ) {
        int more = Math.min(bytes.length - at, 1 + random.nextInt(40));
        socket.getOutputStream().write(bytes, at, more);
        at += more;
      }
      Waiting.until(() -> lines.elements.size() == expected.size());
    }

    assertThat(lines.elements()).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void shouldCloseAConnectionOnlyWhenEverythingFromItWasDelivered() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Server<String> held =
        started(
            new Server<>(
                Framing.lines(),
                o -> o,
                stage ->
                    stage.coroutine(
                        "held",
                        text -> {
                          gate.await();
                          return text;
                        })));
    try (Socket socket = held.connect()) {
      send(socket, "one\ntwo\n");
      socket.shutdownOutput();
      Waiting.until(() -> !held.ended.isEmpty());
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> socket.getInputStream().read()).hasMessageContaining("timed out");
      socket.setSoTimeout(10_000);
      gate.countDown();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);

      assertThat(held.elements()).containsExactly("one", "two");
    }
  }

  @Test
  void shouldRejectHalfALineWhenAConnectionEndsOrIsReset() throws Exception {
    Server<String> lines = lines(o -> o);
    try (Socket socket = lines.connect()) {
      send(socket, "whole\nhalf a");
    }
    Waiting.until(() -> lines.letters.size() == 1);
    Socket broken = lines.connect();
    send(broken, "first\r\nhalf b");
    Waiting.until(() -> lines.elements.size() == 2);
    reset(broken);

    Waiting.until(() -> lines.letters.size() == 2);

    List<DeadLetter> letters = List.copyOf(lines.letters);
    assertThat(letters).extracting(DeadLetter::text).containsExactly("half a", "half b");
    assertThat(lines.reasons().get(0)).isEqualTo("the connection ended in the middle of the line");
    assertThat(lines.reasons().get(1)).startsWith("the connection broke in the middle of the line");
    Position second = letters.get(1).position();
    assertThat(second.line()).isEqualTo(2);
    assertThat(second.offset()).isEqualTo(7);
    assertThat(second.source()).startsWith("127.0.0.1:");
    lines.drain();
    assertThat(lines.job.state()).isEqualTo(dev.leat.pipeline.Job.State.DONE);
  }

  @Test
  void shouldDeliverWhatIsCompleteAndRejectTheRestWhenDrained() throws Exception {
    Server<String> lines = lines(o -> o);
    try (Socket socket = lines.connect()) {
      send(socket, "one\ntw");
      Waiting.until(() -> lines.elements.size() == 1);

      lines.drain();

      assertThat(lines.elements()).containsExactly("one");
      assertThat(lines.reasons()).containsExactly("drained");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(lines::connect).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void shouldRejectAndSkipLinesOverTheLimit() throws Exception {
    Server<String> lines = started(new Server<>(Framing.lines().max(10), o -> o));
    try (Socket socket = lines.connect()) {
      send(socket, "1234567890\r\n12345678901\nok\n" + "x".repeat(500_000));
      Waiting.until(() -> lines.letters.size() == 2);
      send(socket, "y".repeat(500_000) + "\n1234567890\n");
      Waiting.until(() -> lines.elements.size() == 3);
      send(socket, "\n");
      Waiting.until(() -> lines.elements.size() == 4);
    }

    assertThat(lines.elements()).containsExactly("1234567890", "ok", "1234567890", "");
    assertThat(lines.reasons()).containsOnly("the line is longer than 10 bytes").hasSize(2);
    assertThat(List.copyOf(lines.letters).get(1).position().line()).isEqualTo(4);
  }

  @Test
  void shouldSurviveBinaryGarbage() throws Exception {
    Server<String> lines = lines(o -> o);
    byte[] garbage = new byte[1 << 20];
    new Random(7).nextBytes(garbage);
    int expected = 0;
    for (byte b : garbage) {
      expected += b == '\n' ? 1 : 0;
    }
    garbage[garbage.length - 1] = 'x';
    try (Socket socket = lines.connect()) {
      socket.getOutputStream().write(garbage);
    }
    try (Socket socket = lines.connect()) {
      send(socket, "fine\n");
    }
    int all = expected;

    Waiting.until(() -> lines.elements.contains("fine") && lines.ended.size() == 2);
    lines.drain();

    assertThat(lines.elements.size() + lines.letters.size()).isBetween(all, all + 3);
    assertThat(lines.reasons()).anyMatch(reason -> reason.startsWith("the line is not UTF-8"));
  }

  @Test
  void shouldHoldAPeerBackWhileNothingIsDelivered() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Server<Line> held =
        started(
            new Server<>(
                Framing.lineViews(),
                o -> o,
                stage ->
                    stage.coroutine(
                        "held",
                        line -> {
                          gate.await();
                          return line;
                        },
                        co -> co.concurrency(1))));
    byte[] line = ("x".repeat(999) + "\n").getBytes(UTF_8);
    AtomicLong sent = new AtomicLong();
    int lines = 60_000;
    try (Socket socket = held.connect()) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  OutputStream out = socket.getOutputStream();
                  for (int i = 0; i < lines; i++) {
                    out.write(line);
                    sent.incrementAndGet();
                  }
                } catch (Exception e) {
                  held.ended.add("client failed: " + e);
                }
              });
      long last = -1;
      while (sent.get() != last) {
        last = sent.get();
        assertThat(sender.join(Duration.ofSeconds(1))).as("all was sent").isFalse();
      }

      assertThat(last).isLessThan(lines);
      gate.countDown();
      sender.join();
      Waiting.until(() -> held.elements.size() == lines);
    }
  }

  @Test
  void shouldCloseConnectionsOverTheLimitAndTakeOthersLater() throws Exception {
    Server<String> lines = lines(o -> o.maxConnections(2));
    try (Socket first = lines.connect();
        Socket second = lines.connect()) {
      send(first, "a\n");
      send(second, "b\n");
      Waiting.until(() -> lines.elements.size() == 2);
      try (Socket third = lines.connect()) {
        assertThat(endOf(third)).isTrue();
      }
      assertThat(lines.refused).hasValue(1);
      send(first, "c\n");
      Waiting.until(() -> lines.elements.size() == 3);
    }
    Waiting.until(() -> {
      try (Socket again = lines.connect()) {
        send(again, "d\n");
        again.shutdownOutput();
        return endOf(again) && lines.elements.contains("d");
      }
    });
    assertThat(lines.connected.get()).isGreaterThanOrEqualTo(3);
  }

  /** Whether the peer has closed, politely or not. */
  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException e) {
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  @Test
  void shouldEndConnectionsThatSendNothing() throws Exception {
    Server<String> lines = lines(o -> o.idleTimeout(Duration.ofMillis(300)));
    try (Socket silent = lines.connect()) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket half = lines.connect()) {
      send(half, "hal");
      assertThat(half.getInputStream().read()).isEqualTo(-1);
    }

    Waiting.until(() -> lines.letters.size() == 1);
    assertThat(lines.reasons())
        .containsExactly("nothing came for 300 ms in the middle of the line");
    assertThat(lines.ended).containsOnly("nothing came for 300 ms");
  }

  @Test
  void shouldEndConnectionsThatTakeTooLongForALine() throws Exception {
    Server<String> lines = lines(o -> o.frameTimeout(Duration.ofMillis(500)));
    try (Socket slow = lines.connect()) {
      send(slow, "fine\n");
      Thread drip =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    send(slow, "x");
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                  }
                } catch (Exception e) {
                  return; // the connection was closed
                }
              });

      assertThat(endOf(slow)).isTrue();
      drip.join();
    }

    Waiting.until(() -> lines.letters.size() == 1);
    assertThat(lines.reasons()).containsExactly("the line took longer than 500 ms");
    assertThat(lines.elements()).containsExactly("fine");
  }

  @Test
  void shouldTakeFramesBehindTheirLength() throws Exception {
    Server<byte[]> frames = started(new Server<>(Framing.lengthPrefixed().max(1 << 16), o -> o));
    Random random = new Random(3);
    List<byte[]> sent = new ArrayList<>();
    try (Socket socket = frames.connect()) {
      for (int i = 0; i < 200; i++) {
        byte[] frame = new byte[random.nextInt(i % 10 == 0 ? 1 << 16 : 100)];
        random.nextBytes(frame);
        sent.add(frame);
        socket
            .getOutputStream()
            .write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
      }
      Waiting.until(() -> frames.elements.size() == sent.size());
      socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(0).putInt(-1).array());

      assertThat(endOf(socket)).isTrue();
    }

    List<byte[]> received = frames.elements();
    for (int i = 0; i < sent.size(); i++) {
      assertThat(received.get(i)).isEqualTo(sent.get(i));
    }
    assertThat(received).hasSize(201);
    assertThat(frames.reasons())
        .containsExactly("a frame of 4,294,967,295 bytes was announced, but 65,536 are the most");
  }

  @Test
  void shouldSayThatThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LocalRuntime runtime = LocalRuntime.create()) {
      Pipeline pipeline =
          Pipeline.named("taken")
              .from(TcpSource.listen("127.0.0.1", taken.getLocalPort(), Framing.lines()))
              .to(Sinks.discard());

      assertThatThrownBy(() -> runtime.run(pipeline))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("another program listens there");
    }
  }

  /** Who runs the tests may be permitted every port, so the system's own exception stands in. */
  @Test
  void shouldSayThatAPortIsNotPermitted() {
    assertThat(TcpListener.cannotListen("0.0.0.0", 80, new BindException("Permission denied")))
        .hasMessage(
            "cannot listen on 0.0.0.0:80: Permission denied; use a port from 1024 upwards, or 0 for one that is free");
  }

  @Test
  void shouldSayThatAnAddressIsNotOfThisMachine() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Pipeline pipeline =
          Pipeline.named("elsewhere")
              .from(TcpSource.listen("192.0.2.1", 0, Framing.lines()))
              .to(Sinks.discard());

      assertThatThrownBy(() -> runtime.run(pipeline))
          .hasMessageContaining("cannot listen on 192.0.2.1:0")
          .hasMessageContaining("use an address of this machine");
    }
  }

  @Test
  void shouldSayThatAHostIsUnknown() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      Pipeline pipeline =
          Pipeline.named("unknown")
              .from(TcpSource.listen("no-such-host.invalid", 0, Framing.lines()))
              .to(Sinks.discard());

      assertThatThrownBy(() -> runtime.run(pipeline))
          .hasMessageContaining("cannot listen on no-such-host.invalid:0: the host is unknown")
          .hasMessageContaining("use an address of this machine");
    }
  }

  @Test
  void shouldRunCheapStagesAndCallsOnTheLoopOfTheConnectionWithoutAHop() throws Exception {
    ConcurrentHashMap<String, Boolean> threads = new ConcurrentHashMap<>();
    Server<String> lines =
        started(
            new Server<>(
                Framing.lines(),
                o -> o,
                stage ->
                    stage
                        .map(line -> {
                          threads.put(Thread.currentThread().getName(), true);
                          return line;
                        })
                        .io(
                            "call",
                            line -> {
                              threads.put(Thread.currentThread().getName(), true);
                              return CompletableFuture.completedFuture(line);
                            }),
                1));
    try (Socket socket = lines.connect()) {
      send(socket, "a\nb\n");
      Waiting.until(() -> lines.elements.size() == 2);
    }

    assertThat(threads).containsOnlyKeys("leat-loop-0");
  }
}
