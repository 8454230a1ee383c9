package dev.leat.runtime.eventloop;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * A server on a free port of 127.0.0.1 that sends back what it gets, and clients of it, all on the
 * loops lent.
 */
final class Echo implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(10);

  private final EventLoops loops;
  private final BlockingQueue<Thread> serving = new LinkedBlockingQueue<>();
  private final DisposableServer server;

  Echo(EventLoops loops) {
    this.loops = loops;
    this.server =
        TcpServer.create()
            .runOn(loops.loopResources())
            .host("127.0.0.1")
            .port(0)
            .handle(
                (in, out) -> out.send(in.receive().retain().doOnNext(b -> serving.add(thread()))))
            .bindNow(LIMIT);
  }

  private static Thread thread() {
    return Thread.currentThread();
  }

  /** Connects by a name or an address of this machine. */
  CompletableFuture<Connection> connect(String host) {
    CompletableFuture<Connection> connected = new CompletableFuture<>();
    TcpClient.create()
        .runOn(loops.loopResources())
        .host(host)
        .port(server.port())
        .connect()
        .subscribe(connected::complete, connected::completeExceptionally);
    return connected;
  }

  /** The same, waiting for it. */
  Connection client(String host) {
    return connect(host).orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Sends a text, waits for its return, and says on which thread it arrived. */
  static Thread roundTrip(Connection client, String text) {
    return client
        .outbound()
        .sendString(Mono.just(text))
        .then()
        .thenMany(client.inbound().receive().asString())
        .take(1)
        .map(back -> {
          if (!back.equals(text)) {
            throw new AssertionError("sent " + text + ", got back " + back);
          }
          return thread();
        })
        .single()
        .toFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** The thread that served the last round trip. */
  Thread servingThread() throws InterruptedException {
    Thread thread = serving.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (thread == null) {
      throw new AssertionError("nothing was served within " + LIMIT);
    }
    return thread;
  }

  /** The thread that accepts connections. */
  Thread acceptingThread() {
    return Threads.of(server.channel().eventLoop());
  }

  @Override
  public void close() {
    server.disposeNow(LIMIT);
  }
}
