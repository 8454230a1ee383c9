package dev.leat.runtime.benchmarks.workload;

import dev.leat.connector.sockets.Framing;
import dev.leat.connector.sockets.TcpObserver;
import dev.leat.connector.sockets.TcpSource;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.bytes.LineSplitter;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.runtime.LocalRuntime;
import dev.leat.runtime.benchmarks.suite.Candidate;
import dev.leat.runtime.benchmarks.suite.Program;
import dev.leat.runtime.benchmarks.suite.Size;
import dev.leat.runtime.benchmarks.suite.Workload;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.tcp.TcpServer;

/** W6, W6c: lines that come over TCP. The sender is part of the process and of its CPU time. */
final class TcpLines {

  private static final String HOST = "127.0.0.1";
  private static final int BUFFER = 256 * 1024;
  private static final int LONGEST = 1_024;
  private static final long LIMIT_SECONDS = 120;

  private final int connections;

  private TcpLines(int connections) {
    this.connections = connections;
  }

  static Workload one() {
    return new TcpLines(1).workload("W6", "lines of 100 bytes over TCP, 1 connection");
  }

  static Workload many() {
    return new TcpLines(100).workload("W6c", "lines of 100 bytes over TCP, 100 connections");
  }

  private Workload workload(String id, String title) {
    return new Workload(
        id,
        title + "; elements are bytes",
        500_000_000,
        3_000_000,
        LogCount.FIGURES,
        List.of(
            Candidate.of("limit", this::limit),
            Candidate.of("leat", this::leat),
            Candidate.of("reactor", this::reactor),
            Candidate.of("vertx", this::vertx)));
  }

  /** The sums of the connections of a job. */
  private static final class Sums {
    private final LineSender sender;
    private final CountDownLatch complete;
    private final List<LineSum> sums = Collections.synchronizedList(new ArrayList<>());

    Sums(LineSender sender) {
      this.sender = sender;
      this.complete = new CountDownLatch(sender.connections());
    }

    LineSum connection() {
      LineSum sum = new LineSum(sender.linesOfOne(), complete);
      sums.add(sum);
      return sum;
    }

    long received(int port) throws Exception {
      sender.send(port);
      awaitAll(complete);
      return sums.stream().mapToLong(LineSum::bytes).sum();
    }
  }

  private static void awaitAll(CountDownLatch complete) throws InterruptedException {
    if (!complete.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("lines are missing");
    }
  }

  /** A blocking thread for each connection. */
  private Program limit(Size size) {
    LineSender sender = new LineSender(size, connections);
    ExecutorService threads = Executors.newFixedThreadPool(connections + 1);
    Program program =
        () -> {
          Sums sums = new Sums(sender);
          try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), connections);
            threads.execute(() -> accept(server, sums, threads));
            return sums.received(((InetSocketAddress) server.getLocalAddress()).getPort());
          }
        };
    return program.closing(threads::shutdownNow).closing(sender);
  }

  private void accept(ServerSocketChannel server, Sums sums, ExecutorService threads) {
    try {
      for (int i = 0; i < connections; i++) {
        SocketChannel socket = server.accept();
        threads.execute(() -> read(socket, sums.connection()));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(SocketChannel socket, LineSum sum) {
    byte[] block = new byte[BUFFER];
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    LineSplitter lines = new LineSplitter();
    int kept = 0;
    try (socket) {
      while (socket.read(buffer.clear().limit(BUFFER - kept)) >= 0) {
        int received = buffer.flip().remaining();
        buffer.get(block, kept, received);
        lines.reset(block, 0, kept, kept + received);
        while (lines.next()) {
          sum.add(lines.length());
        }
        int rest = lines.rest();
        kept = kept + received - rest;
        System.arraycopy(block, rest, block, 0, kept);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Program leat(Size size) {
    LineSender sender = new LineSender(size, connections);
    LocalRuntime runtime = LocalRuntime.create();
    Program program =
        () -> {
          CountDownLatch complete = new CountDownLatch(1);
          LineSum sum = new LineSum(sender.lines(), complete);
          Listening listening = new Listening();
          Job job =
              runtime.start(
                  Pipeline.named("W6")
                      .from(
                          TcpSource.listen(
                              HOST,
                              0,
                              Framing.lineViews().max(LONGEST),
                              o -> o.observer(listening)))
                      .to(Sinks.each(line -> sum.add(line.length()))));
          sender.send(listening.port.get(LIMIT_SECONDS, TimeUnit.SECONDS));
          awaitAll(complete);
          job.drain(Duration.ofSeconds(LIMIT_SECONDS));
          return sum.bytes();
        };
    return program.closing(runtime).closing(sender);
  }

  private static final class Listening implements TcpObserver {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    @Override
    public void listening(InetSocketAddress address) {
      port.complete(address.getPort());
    }
  }

  private Program reactor(Size size) {
    LineSender sender = new LineSender(size, connections);
    Program program =
        () -> {
          Sums sums = new Sums(sender);
          DisposableServer server =
              TcpServer.create()
                  .host(HOST)
                  .port(0)
                  .doOnConnection(c -> c.addHandlerLast(new LineBasedFrameDecoder(LONGEST)))
                  .handle((in, out) -> out.neverComplete().or(lines(in, sums.connection())))
                  .bindNow();
          try {
            return sums.received(server.port());
          } finally {
            server.disposeNow();
          }
        };
    return program.closing(sender);
  }

  private static reactor.core.publisher.Mono<Void> lines(NettyInbound in, LineSum sum) {
    return in.receive().doOnNext(line -> sum.add(line.readableBytes())).then();
  }

  private Program vertx(Size size) {
    LineSender sender = new LineSender(size, connections);
    Vertx vertx = Vertx.vertx();
    Program program =
        () -> {
          Sums sums = new Sums(sender);
          NetServer server = vertx.createNetServer();
          await(
              server.connectHandler(socket -> receive(socket, sums.connection())).listen(0, HOST));
          try {
            return sums.received(server.actualPort());
          } finally {
            await(server.close());
          }
        };
    return program.closing(() -> await(vertx.close())).closing(sender);
  }

  private static void receive(NetSocket socket, LineSum sum) {
    socket.handler(RecordParser.newDelimited("\n", line -> sum.add(line.length())));
  }

  private static <T> void await(io.vertx.core.Future<T> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
