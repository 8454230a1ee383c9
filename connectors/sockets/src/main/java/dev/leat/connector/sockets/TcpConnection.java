package dev.leat.connector.sockets;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a sink. What the peer sends is thrown away; that it closes is noticed. The
 * handler's methods are called by the event loop, the others by the thread that writes, which waits
 * in them.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter {

  private static final long CLOSE_SECONDS = 5;

  private final SocketChannel channel;
  private final String peer;
  private final @Nullable SslHandler tls;
  private final long since = System.nanoTime();

  /** Completed when the peer has closed; exceptionally when the connection broke. */
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private volatile boolean ending;

  /** Written by the event loop before the connection is over. */
  private volatile boolean tooEarly;

  TcpConnection(Channel channel, String peer, @Nullable SslHandler tls) {
    this.channel = (SocketChannel) channel;
    this.peer = peer;
    this.tls = tls;
  }

  long since() {
    return since;
  }

  /** Whether the peer has closed, or the connection broke. */
  boolean over() {
    return over.isDone();
  }

  /** Why nothing more can be sent. */
  Throwable lost() {
    Throwable cause = over.isCompletedExceptionally() ? over.exceptionNow() : null;
    return cause == null ? new IOException("the peer closed it") : cause;
  }

  /**
   * Hands bytes to the operating system and waits until it has taken them.
   *
   * @return how many it has taken at least: fewer only if the connection is lost
   */
  int send(byte[] bytes, int from, int length) throws InterruptedException {
    ChannelProgressivePromise promise = channel.newProgressivePromise();
    Taken taken = new Taken(over);
    promise.addListener(taken);
    var unused = // the promise itself
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes, from, length), promise);
    promise.await();
    if (promise.isSuccess()) {
      return length;
    }
    // Behind TLS other bytes are counted; but a record that is not whole is nothing to the peer.
    return tls == null ? taken.bytes : 0;
  }

  private static final class Taken implements ChannelProgressiveFutureListener {

    private final CompletableFuture<Void> over;

    /** Written by the event loop before it completes the promise. */
    private volatile int bytes;

    Taken(CompletableFuture<Void> over) {
      this.over = over;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
      bytes = (int) progress;
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture future) {
      if (!future.isSuccess()) {
        over.completeExceptionally(future.cause());
      }
    }
  }

  /**
   * Ends the output and waits for the peer to close.
   *
   * @param limit how long; zero for not at all
   * @throws IOException if the connection broke instead, or the peer does not close in time
   */
  void end(Duration limit) throws IOException, InterruptedException {
    ending = true;
    if (tls != null) {
      tls.closeOutbound().await();
    }
    channel.shutdownOutput().await();
    if (limit.isZero()) {
      return;
    }
    try {
      over.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "%s did not close within %s after the end was sent, so it may not have read everything; raise endTimeout, or set it to zero if it never closes"
              .formatted(peer, TcpLane.text(limit.toNanos())),
          e);
    } catch (ExecutionException e) {
      throw new IOException(
          "the connection to %s broke before it had read everything: %s"
              .formatted(peer, Reasons.of(e.getCause())),
          e.getCause());
    }
    if (tooEarly) {
      throw new IOException(
          "%s closed before the end was sent, so it may not have read everything; let it read to the end, or set endTimeout to zero if it may close at any time"
              .formatted(peer));
    }
  }

  /** Closes so that the peer does not take it for the end; does nothing after {@link #end}. */
  void reset() {
    if (!ending && !channel.eventLoop().isShuttingDown()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      // Past the handler of TLS, which would say that this is the end.
      channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
    }
  }

  void close() throws InterruptedException {
    TcpListener.close(channel);
    channel.closeFuture().await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  // On the event loop.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      tooEarly |= !ending;
      over.complete(null);
      TcpListener.close(channel);
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    over.completeExceptionally(cause);
    TcpListener.close(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    over.completeExceptionally(new ClosedChannelException());
  }
}
