package dev.leat.runtime.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.ServerDomainSocketChannel;
import io.vertx.core.spi.transport.Transport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.netty.resources.LoopResources;

/**
 * The loops as Reactor Netty sees them. It accepts, serves and connects on the same ones, whether
 * it asks for native ones or not; a client that connects from a loop stays on that loop. Disposing
 * of it does nothing, because the loops are only lent. Thread-safe.
 */
final class LentLoops implements LoopResources {

  private final EventLoopGroup group;
  private final EventLoopGroup clients;
  private final Transport sockets;
  private final Map<Class<?>, Class<? extends Channel>> classes = new ConcurrentHashMap<>();

  LentLoops(EventLoopGroup group, Transport sockets) {
    this.group = group;
    this.clients = LoopResources.colocate(group);
    this.sockets = sockets;
  }

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return group;
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return clients;
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup ignored) {
    return type.cast(factory(type).newChannel());
  }

  @Override
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup ignored) {
    return classes.computeIfAbsent(type, this::classOf).asSubclass(type);
  }

  /** A transport makes channels but does not name their class: makes one, looks, and closes it. */
  private Class<? extends Channel> classOf(Class<?> type) {
    Channel channel = factory(type).newChannel();
    channel.unsafe().closeForcibly();
    return channel.getClass();
  }

  private ChannelFactory<? extends Channel> factory(Class<?> type) {
    if (type == SocketChannel.class) {
      return sockets.channelFactory(false);
    }
    if (type == ServerSocketChannel.class) {
      return sockets.serverChannelFactory(false);
    }
    if (type == DatagramChannel.class) {
      return sockets.datagramChannelFactory();
    }
    if (type == DomainSocketChannel.class) {
      return sockets.channelFactory(true);
    }
    if (type == ServerDomainSocketChannel.class) {
      return sockets.serverChannelFactory(true);
    }
    throw new IllegalArgumentException(
        "Leat's event loops offer no channels of type %s: only TCP, UDP and Unix domain stream sockets"
            .formatted(type.getName()));
  }
}
