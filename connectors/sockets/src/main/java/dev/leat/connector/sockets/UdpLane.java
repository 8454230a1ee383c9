package dev.leat.connector.sockets;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LiveLane;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one socket receives. It is read at all times, so that what has no room is dropped here,
 * where it can be counted. State belongs to the event loop, except for the counts.
 */
final class UdpLane<T> extends ChannelInboundHandlerAdapter implements LiveLane<T> {

  /** What a datagram costs beside its bytes. */
  private static final int OVERHEAD = 64;

  private static final int MOST_IN_A_BLOCK = 1_024;

  private final Channel socket;
  private final String name;
  private final Datagrams<T> kind;
  private final UdpSourceOptions options;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final LongAdder received = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private Runnable wake = () -> {};
  private long buffered;
  private long next;
  private boolean ended;

  UdpLane(Channel socket, String name, Datagrams<T> kind, UdpSourceOptions options) {
    this.socket = socket;
    this.name = name;
    this.kind = kind;
    this.options = options;
  }

  // For the runtime.

  @Override
  public String name() {
    return name;
  }

  @Override
  public Executor executor() {
    return socket.eventLoop();
  }

  @Override
  public void open(Runnable callback) {
    wake = callback;
    socket.config().setAutoRead(true);
  }

  @Override
  public @Nullable Block<T> poll() {
    if (waiting.isEmpty()) {
      return null;
    }
    List<byte[]> datagrams = new ArrayList<>();
    long weight = 0;
    while (!waiting.isEmpty() && datagrams.size() < MOST_IN_A_BLOCK && weight < MAX_WEIGHT) {
      byte[] datagram = waiting.removeFirst();
      weight += datagram.length + OVERHEAD;
      datagrams.add(datagram);
    }
    buffered -= weight;
    long first = next;
    next += datagrams.size();
    return new UdpBlock<>(kind, datagrams, first, options.maxDatagram(), weight);
  }

  private static final long MAX_WEIGHT = 256 << 10;

  @Override
  public boolean ended() {
    return ended && waiting.isEmpty();
  }

  @Override
  public void stop() {
    ended = true;
    socket.config().setAutoRead(false);
    wake.run();
  }

  @Override
  public Position describe(long position) {
    return new Position(name, (position >> UdpBlock.SHIFT) + 1, -1);
  }

  @Override
  public long done(long position) {
    return position >> UdpBlock.SHIFT;
  }

  @Override
  public String unit() {
    return "datagrams";
  }

  /** The listener closes the socket, after it has looked at the loss. */
  @Override
  public void close() {}

  // For the listener.

  long received() {
    return received.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  // On the event loop.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!ended && message instanceof DatagramPacket packet) {
        take(packet.content());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void take(ByteBuf content) {
    if (buffered + content.readableBytes() + OVERHEAD > options.buffer()) {
      dropped.increment();
      return;
    }
    received.increment();
    byte[] datagram = ByteBufUtil.getBytes(content);
    buffered += datagram.length + OVERHEAD;
    waiting.addLast(datagram);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!waiting.isEmpty()) {
      wake.run();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    UdpListener.LOG.log(
        System.Logger.Level.WARNING,
        "%s: a receive failed and is tried again".formatted(name),
        cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended = true;
    wake.run();
  }
}
