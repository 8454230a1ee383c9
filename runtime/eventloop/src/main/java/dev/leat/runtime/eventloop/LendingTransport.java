package dev.leat.runtime.eventloop;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A transport that remembers the loops which Vert.x makes with it, so that they can be lent to
 * others, and names their threads. Everything else is the delegate's. Used by the one thread that
 * builds the Vertx.
 */
final class LendingTransport implements Transport {

  private final Transport delegate;
  private final LoopThreads threads;
  private @Nullable EventLoopGroup loops;
  private @Nullable EventLoopGroup acceptors;

  LendingTransport(Transport delegate, LoopThreads threads) {
    this.delegate = delegate;
    this.threads = threads;
  }

  EventLoopGroup loops() {
    return made(loops);
  }

  EventLoopGroup acceptors() {
    return made(acceptors);
  }

  private static EventLoopGroup made(@Nullable EventLoopGroup group) {
    if (group == null) {
      throw new IllegalStateException(
          "this version of Vert.x does not ask its transport for event loops; use the version Leat was built with");
    }
    return group;
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int number, ThreadFactory factory, int ioRatio) {
    boolean accepts = type == ACCEPTOR_EVENT_LOOP_GROUP;
    EventLoopGroup group =
        delegate.eventLoopGroup(
            type, number, accepts ? threads.acceptors(factory) : threads.loops(factory), ioRatio);
    if (accepts) {
      acceptors = group;
    } else {
      loops = group;
    }
    return group;
  }

  @Override
  public boolean supportsDomainSockets() {
    return delegate.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return delegate.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return delegate.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return delegate.unavailabilityCause();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return delegate.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return delegate.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return delegate.ioHandlerFactory();
  }

  @SuppressWarnings("deprecation") // Vert.x's interface names the old type.
  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return delegate.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return delegate.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return delegate.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return delegate.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    delegate.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    delegate.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    delegate.configure(config, domainSocket, bootstrap);
  }
}
