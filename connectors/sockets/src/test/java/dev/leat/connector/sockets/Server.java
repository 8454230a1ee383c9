package dev.leat.connector.sockets;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.Job;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.runtime.LocalRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A job that listens on a free port and keeps what it gets. */
final class Server<T> implements TcpObserver {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  final ConcurrentLinkedQueue<T> elements = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
  final AtomicInteger connected = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  private final CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
  private final LocalRuntime runtime;
  final Job job;

  Server(Framing<T> framing, UnaryOperator<TcpSourceOptions> options) {
    this(framing, options, stage -> stage, 2);
  }

  Server(
      Framing<T> framing, UnaryOperator<TcpSourceOptions> options, UnaryOperator<Stage<T>> stages) {
    this(framing, options, stages, 2);
  }

  Server(
      Framing<T> framing,
      UnaryOperator<TcpSourceOptions> options,
      UnaryOperator<Stage<T>> stages,
      int loops) {
    runtime = LocalRuntime.builder().cores(2).eventLoops(loops).build();
    OnError reject = OnError.deadLetters(Sinks.each(letters::add));
    Stage<T> received =
        Pipeline.named("server")
            .from(
                "connections",
                TcpSource.listen(
                    "127.0.0.1", 0, framing, o -> options.apply(o.onError(reject).observer(this))));
    job = runtime.start(stages.apply(received).to(Sinks.each(elements::add)));
  }

  int port() throws Exception {
    return address.get(10, TimeUnit.SECONDS).getPort();
  }

  Socket connect() throws Exception {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 5_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  List<T> elements() {
    return List.copyOf(elements);
  }

  /** Why each of the letters was rejected. */
  List<String> reasons() {
    return letters.stream().map(letter -> String.valueOf(letter.cause().getMessage())).toList();
  }

  void drain() {
    job.drain(LIMIT);
  }

  void close() {
    runtime.close();
  }

  @Override
  public void listening(InetSocketAddress bound) {
    address.complete(bound);
  }

  @Override
  public void connected(String peer) {
    connected.incrementAndGet();
  }

  @Override
  public void refused(String peer, int limit) {
    refused.incrementAndGet();
  }

  @Override
  public void ended(String peer, String reason) {
    ended.add(reason);
  }
}
