package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.netty.resources.LoopResources;

/** A port that is listened on. Connections are set up on their event loops. */
final class TcpListener<T> extends ChannelInitializer<Channel> implements LiveListener {

  private static final int BACKLOG = 4_096;
  private static final int FIRST_READ = 2_048;
  private static final int LONGEST_READ = 128 << 10;

  private final Framing<T> framing;
  private final TcpSourceOptions options;
  private final LaneAcceptor<T> acceptor;
  private final AtomicInteger open = new AtomicInteger();
  private volatile Channel server;

  @SuppressWarnings("NullAway.Init") // bind() sets the channel before anybody has the listener
  private TcpListener(Framing<T> framing, TcpSourceOptions options, LaneAcceptor<T> acceptor) {
    this.framing = framing;
    this.options = options;
    this.acceptor = acceptor;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if that is not possible; the message says why and what to do
   */
  static <T> TcpListener<T> bind(
      LoopResources loops,
      String host,
      int port,
      Framing<T> framing,
      TcpSourceOptions options,
      LaneAcceptor<T> acceptor)
      throws IOException, InterruptedException {
    TcpListener<T> listener = new TcpListener<>(framing, options, acceptor);
    EventLoopGroup group = loops.onServer(false);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channelFactory(() -> loops.onChannel(ServerSocketChannel.class, group))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
            .childHandler(listener);
    ChannelFuture bound = bootstrap.bind(new InetSocketAddress(host, port)).await();
    if (!bound.isSuccess()) {
      throw cannotListen(host, port, bound.cause());
    }
    listener.server = bound.channel();
    options.observer().listening((InetSocketAddress) bound.channel().localAddress());
    return listener;
  }

  /** One read at a time, because each is asked for. */
  private static AdaptiveRecvByteBufAllocator reads() {
    AdaptiveRecvByteBufAllocator sizes =
        new AdaptiveRecvByteBufAllocator(FIRST_READ, FIRST_READ, LONGEST_READ);
    sizes.maxMessagesPerRead(1);
    return sizes;
  }

  static IOException cannotListen(String host, int port, Throwable cause) {
    boolean unknown = cause instanceof UnresolvedAddressException;
    String reason =
        unknown
            ? "the host is unknown"
            : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String advice =
        reason.contains("in use")
            ? "another program listens there: end it, or use another port, or 0 for one that is free"
            : reason.contains("ermission")
                ? "use a port from 1024 upwards, or 0 for one that is free"
                : "use an address of this machine, such as 127.0.0.1 or 0.0.0.0";
    return new IOException(
        "cannot listen on %s:%d: %s; %s".formatted(host, port, reason, advice), cause);
  }

  static String name(SocketAddress address) {
    return address instanceof InetSocketAddress inet && !inet.isUnresolved()
        ? (inet.getAddress().getHostAddress().contains(":") ? "[%s]:%d" : "%s:%d")
            .formatted(inet.getAddress().getHostAddress(), inet.getPort())
        : "a peer that has gone";
  }

  /** Closes a connection without waiting for it. */
  static void close(Channel connection) {
    var unused = connection.close(); // nothing is left to be done if that fails
  }

  @Override
  protected void initChannel(Channel connection) {
    String peer = name(connection.remoteAddress());
    int limit = options.limits().connections();
    if (open.incrementAndGet() > limit) {
      open.decrementAndGet();
      options.observer().refused(peer, limit);
      close(connection);
      return;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    options.tls().ifPresent(context -> connection.pipeline().addLast(Tls.server(context)));
    TcpLane<T> lane = new TcpLane<>(connection, peer, framing, options);
    connection.pipeline().addLast(lane);
    options.observer().connected(peer);
    if (!acceptor.accept(lane)) {
      options.observer().ended(peer, "the job takes no more connections");
      close(connection);
    }
  }

  @Override
  public void stop() {
    server.close().awaitUninterruptibly();
    acceptor.ended();
  }

  @Override
  public void close() throws InterruptedException {
    server.close().await();
  }
}
