package dev.leat.runtime.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.spi.transport.Transport;

/**
 * The JDK's selectors and sockets for Vert.x. Vert.x has the same, but its public constant cannot
 * be touched without loading every native library on the class path, of which JDK 24 and later
 * warn. Stateless.
 */
final class NioSockets implements Transport {

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return NioIoHandler.newFactory();
  }

  @SuppressWarnings("deprecation") // Vert.x's interface names the old type.
  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return new NioDatagramChannel(
        switch (family) {
          case IPv4 -> SocketProtocolFamily.INET;
          case IPv6 -> SocketProtocolFamily.INET6;
        });
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return NioDatagramChannel::new;
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    refuse(domainSocket);
    return NioSocketChannel::new;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    refuse(domainSocket);
    return NioServerSocketChannel::new;
  }

  private static void refuse(boolean domainSocket) {
    if (domainSocket) {
      throw new IllegalArgumentException(
          "LoopTransport.NIO has no Unix domain sockets: use LoopTransport.EPOLL, or a Vertx of your own");
    }
  }
}
