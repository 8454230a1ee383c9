package dev.leat.runtime.eventloop;

import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import java.util.Optional;

/**
 * The loops of a Vertx that somebody else made. No public call of Vert.x gives them, so this is the
 * one place that uses Vert.x's interface for extensions, {@link VertxInternal}, and does without
 * when it is not there or has changed.
 */
record BorrowedVertx(EventLoopGroup loops, Transport sockets) {

  static Optional<BorrowedVertx> of(Vertx vertx) {
    try {
      return vertx instanceof VertxInternal internal
          ? Optional.of(new BorrowedVertx(internal.nettyEventLoopGroup(), internal.transport()))
          : Optional.empty();
    } catch (LinkageError changed) {
      return Optional.empty();
    }
  }
}
