package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.netty.resources.LoopResources;

/** A bound socket and its one lane. Its methods are called by threads that may block. */
final class UdpListener<T> implements LiveListener {

  static final Logger LOG = System.getLogger(UdpListener.class.getPackageName());

  private static final int READS_AT_ONCE = 64;

  private final Channel socket;
  private final UdpLane<T> lane;
  private final UdpSourceOptions options;
  private final LaneAcceptor<T> acceptor;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private UdpListener(
      Channel socket, UdpLane<T> lane, UdpSourceOptions options, LaneAcceptor<T> acceptor) {
    this.socket = socket;
    this.lane = lane;
    this.options = options;
    this.acceptor = acceptor;
    this.port = ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /**
   * Begins to receive.
   *
   * @throws IOException if that is not possible; the message says why and what to do
   */
  static <T> UdpListener<T> bind(
      LoopResources loops,
      String host,
      int port,
      Datagrams<T> datagrams,
      UdpSourceOptions options,
      LaneAcceptor<T> acceptor)
      throws IOException, InterruptedException {
    EventLoopGroup group = loops.onServer(false);
    FixedRecvByteBufAllocator sizes =
        // One byte more than allowed tells a datagram that is too long.
        new FixedRecvByteBufAllocator(options.maxDatagram() + 1);
    sizes.maxMessagesPerRead(READS_AT_ONCE);
    ChannelFuture bound =
        new Bootstrap()
            .group(group)
            .channelFactory(() -> loops.onChannel(DatagramChannel.class, group))
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_RCVBUF, options.buffer())
            .option(ChannelOption.RECVBUF_ALLOCATOR, sizes)
            .handler(new Nothing())
            .bind(new InetSocketAddress(host, port))
            .await();
    if (!bound.isSuccess()) {
      throw TcpListener.cannotListen(host, port, bound.cause());
    }
    Channel socket = bound.channel();
    String name = "udp " + TcpListener.name(socket.localAddress());
    UdpLane<T> lane = new UdpLane<>(socket, name, datagrams, options);
    socket.pipeline().addLast(lane);
    UdpListener<T> listener = new UdpListener<>(socket, lane, options, acceptor);
    options.observer().bound((InetSocketAddress) socket.localAddress(), listener::loss);
    if (!acceptor.accept(lane)) {
      listener.close();
    }
    return listener;
  }

  /** A socket has its lane when it is bound. */
  private static final class Nothing extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel socket) {}
  }

  private UdpLoss loss() {
    OptionalLong system = socket.isOpen() ? SystemDrops.of(port) : OptionalLong.empty();
    return new UdpLoss(lane.received(), lane.dropped(), system);
  }

  @Override
  public void stop() {
    acceptor.ended();
  }

  @Override
  public void close() throws InterruptedException {
    if (closed.compareAndSet(false, true)) {
      UdpLoss loss = loss();
      if (loss.any()) {
        LOG.log(Level.WARNING, "%s: %s".formatted(lane.name(), loss));
      }
      options.observer().ended(loss);
    }
    socket.close().await();
  }
}
