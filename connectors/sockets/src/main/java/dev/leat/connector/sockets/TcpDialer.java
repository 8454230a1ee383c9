package dev.leat.connector.sockets;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/** Makes the connections of a sink, one at a time. Used by the thread that writes, which waits. */
final class TcpDialer {

  private final LoopResources loops;
  private final String host;
  private final int port;
  private final TcpSinkOptions options;
  private long outageBegan;
  private int attempts;

  TcpDialer(LoopResources loops, String host, int port, TcpSinkOptions options) {
    this.loops = loops;
    this.host = host;
    this.port = port;
    this.options = options;
  }

  String peer() {
    return host + ":" + port;
  }

  /**
   * Connects, in one attempt.
   *
   * @throws IOException if that is not possible; the message says why and what to do
   */
  TcpConnection first() throws IOException, InterruptedException {
    return connect(options.limits().connect());
  }

  /**
   * Connects again, in as many attempts as there is time for.
   *
   * @throws IOException if there was no connection that lasts for too long
   */
  TcpConnection again(TcpConnection before) throws IOException, InterruptedException {
    before.close();
    Throwable last = before.lost();
    options.observer().ended(peer(), "the connection broke: " + Reasons.of(last));
    long now = System.nanoTime();
    if (now - before.since() > options.pauses().longest().toNanos() || attempts == 0) {
      outageBegan = now;
      attempts = 0;
    }
    while (true) {
      attempts++;
      Duration pause = options.pauses().after(attempts, ThreadLocalRandom.current().nextDouble());
      if (left().compareTo(pause) <= 0) {
        throw lostForTooLong(last);
      }
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      try {
        Duration limit = options.limits().connect();
        return connect(left().compareTo(limit) < 0 ? left() : limit);
      } catch (IOException e) {
        last = e;
      }
    }
  }

  /** How much of the time for connecting again is left. */
  private Duration left() {
    return options.limits().reconnect().minusNanos(System.nanoTime() - outageBegan);
  }

  private IOException lostForTooLong(Throwable last) {
    return new IOException(
        "the connection to %s was lost and could not be kept again within %s (%d attempts): %s"
            .formatted(
                peer(),
                TcpLane.text(options.limits().reconnect().toNanos()),
                attempts - 1,
                Reasons.of(last)),
        last);
  }

  private TcpConnection connect(Duration limit) throws IOException, InterruptedException {
    IOException failure = null;
    for (InetAddress address : addresses()) {
      try {
        TcpConnection made = connect(new InetSocketAddress(address, port), limit);
        options.observer().connected(peer());
        return made;
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    throw failure == null ? new UnknownHostException(host) : failure;
  }

  private InetAddress[] addresses() throws IOException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IOException(
          "cannot connect to %s: no host is known by this name; check the name and the name service of this machine"
              .formatted(peer()),
          e);
    }
  }

  private TcpConnection connect(InetSocketAddress address, Duration limit)
      throws IOException, InterruptedException {
    EventLoopGroup group = loops.onClient(false);
    Opening opening = new Opening(Math.max(1, limit.toMillis()));
    ChannelFuture connecting =
        new Bootstrap()
            .group(group)
            .channelFactory(() -> loops.onChannel(SocketChannel.class, group))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, limit.toMillis()))
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .handler(opening)
            .connect(address);
    boolean done = false;
    try {
      require(connecting);
      SslHandler tls = opening.tls;
      if (tls != null) {
        require(tls.handshakeFuture());
      }
      done = true;
      return opening.made();
    } finally {
      if (!done) {
        TcpListener.close(connecting.channel());
      }
    }
  }

  private void require(Future<?> step) throws IOException, InterruptedException {
    step.await();
    if (!step.isSuccess()) {
      throw new IOException(
          "cannot connect to %s: %s".formatted(peer(), Reasons.of(step.cause())), step.cause());
    }
  }

  /** Sets up the connection, on its event loop. */
  private final class Opening extends ChannelInitializer<Channel> {

    private final long limitMillis;
    private volatile @Nullable SslHandler tls;
    private volatile @Nullable TcpConnection connection;

    Opening(long limitMillis) {
      this.limitMillis = limitMillis;
    }

    TcpConnection made() throws IOException {
      TcpConnection made = connection;
      if (made == null) {
        throw new IOException("cannot connect to %s: it was closed at once".formatted(peer()));
      }
      return made;
    }

    @Override
    protected void initChannel(Channel channel) {
      SslHandler handler =
          options.tls().map(context -> Tls.client(context, host, port)).orElse(null);
      if (handler != null) {
        handler.setHandshakeTimeoutMillis(limitMillis);
        handler.setWrapDataSize(0); // a batch is a record
        channel.pipeline().addLast(handler);
      }
      TcpConnection made = new TcpConnection(channel, peer(), handler);
      channel.pipeline().addLast(made);
      tls = handler;
      connection = made;
    }
  }
}
