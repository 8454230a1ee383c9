package dev.leat.connector.sockets;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.LiveLane;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection. It is read only when everything received was polled, one buffer at a time. All
 * state belongs to its event loop.
 */
final class TcpLane<T> extends ChannelInboundHandlerAdapter implements LiveLane<T> {

  private static final long NEVER = Long.MAX_VALUE;

  private final Channel connection;
  private final String peer;
  private final TcpSourceOptions options;
  private final Format<T> format;
  private final LaneIndex index;
  private final Received<T> received;
  private final long idleLimit;
  private final long frameLimit;
  private Runnable wake = () -> {};
  private @Nullable ScheduledFuture<?> timer;
  private boolean reading;
  private boolean ended;
  private long heardAt;
  private long frameBegan;
  private long heldBackAt;

  TcpLane(Channel connection, String peer, Framing<T> framing, TcpSourceOptions options) {
    this.connection = connection;
    this.peer = peer;
    this.options = options;
    this.format = framing.format();
    this.index = new LaneIndex(peer, framing.format());
    this.received = new Received<>(framing, index);
    this.idleLimit = nanos(options.limits().idle());
    this.frameLimit = nanos(options.limits().frame());
  }

  private static long nanos(@Nullable Duration limit) {
    return limit == null || limit.compareTo(Duration.ofDays(365)) > 0 ? NEVER : limit.toNanos();
  }

  // For the runtime.

  @Override
  public String name() {
    return peer;
  }

  @Override
  public Executor executor() {
    return connection.eventLoop();
  }

  @Override
  public void open(Runnable callback) {
    wake = callback;
    heldBackAt = System.nanoTime();
    heardAt = heldBackAt;
    read();
    watch(Math.min(idleLimit, frameLimit));
  }

  @Override
  public @Nullable Block<T> poll() {
    Block<T> block = received.poll();
    if (block == null) {
      read();
    }
    return block;
  }

  @Override
  public boolean ended() {
    return ended && !received.hasBlocks();
  }

  @Override
  public void stop() {
    end("drained", "drained");
  }

  @Override
  public Position describe(long position) {
    return index.describe(position);
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public void acknowledged(long position) {
    index.acknowledged(position);
  }

  @Override
  public void close() {
    TcpListener.close(connection);
  }

  // Reading.

  private void read() {
    if (!reading && !ended) {
      reading = true;
      long pause = System.nanoTime() - heldBackAt;
      heardAt += pause;
      frameBegan += pause;
      connection.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    try {
      if (!ended && data.isReadable()) {
        take(data);
      }
    } finally {
      data.release();
    }
  }

  private void take(ByteBuf data) {
    boolean before = received.hasUnfinished();
    int blocks = received.blocks();
    heardAt = System.nanoTime();
    try {
      received.add(data);
    } catch (RejectedFrameException e) {
      String why = why(e);
      end(why, why);
    }
    if (!before || received.blocks() > blocks) {
      frameBegan = heardAt;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    heldBackAt = System.nanoTime();
    if (received.hasBlocks() || ended) {
      wake.run();
    } else {
      read();
    }
  }

  // The end.

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      endedByPeer();
    } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      failed(handshake.cause());
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    endedByPeer();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed(cause);
  }

  private void endedByPeer() {
    end(
        "the connection ended in the middle of the " + format.noun(),
        "the connection was ended by its peer");
  }

  private void failed(Throwable cause) {
    String why = why(cause);
    end(
        "the connection broke in the middle of the %s: %s".formatted(format.noun(), why),
        "the connection broke: " + why);
  }

  private static String why(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private void end(String unfinished, String reason) {
    if (ended) {
      return;
    }
    ended = true;
    if (timer != null) {
      timer.cancel(false);
    }
    received.end(new RejectedFrameException(unfinished));
    options.observer().ended(peer, reason);
    wake.run();
  }

  // Limits on time, which runs only while the connection is read.

  private void watch(long nanos) {
    if (nanos != NEVER && !ended) {
      timer = connection.eventLoop().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void check() {
    long now = System.nanoTime();
    long idleLeft = NEVER;
    long frameLeft = NEVER;
    if (reading) {
      idleLeft = idleLimit == NEVER ? NEVER : idleLimit - (now - heardAt);
      frameLeft =
          frameLimit == NEVER || !received.hasUnfinished()
              ? frameLimit
              : frameLimit - (now - frameBegan);
    }
    if (idleLeft <= 0) {
      end(
          "nothing came for %s in the middle of the %s".formatted(text(idleLimit), format.noun()),
          "nothing came for " + text(idleLimit));
    } else if (frameLeft <= 0) {
      String late = "the %s took longer than %s".formatted(format.noun(), text(frameLimit));
      end(late, late);
    } else {
      watch(Math.min(Math.min(idleLeft, frameLeft), Math.min(idleLimit, frameLimit)));
    }
  }

  static String text(long nanos) {
    return nanos % 1_000_000_000 == 0 ? nanos / 1_000_000_000 + " s" : nanos / 1_000_000 + " ms";
  }
}
