package dev.leat.runtime.eventloop;

import io.vertx.core.spi.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * How the loops talk to the operating system.
 *
 * <p>{@link #NIO} works everywhere and is the default. The others are Linux only, want native jars
 * on the class path and, to be quiet, {@code --enable-native-access=ALL-UNNAMED} on newer JDKs.
 *
 * {@snippet :
 * EventLoops loops = EventLoops.create(EventLoopOptions.defaults().withTransport(LoopTransport.EPOLL));
 * }
 */
public enum LoopTransport {
  /** The JDK's own selectors. No Unix domain sockets. */
  NIO,
  /**
   * Linux epoll; wants {@code io.netty:netty-transport-native-epoll} with the classifier of the
   * platform.
   */
  EPOLL,
  /**
   * Linux io_uring; wants {@code io.netty:netty-transport-native-io_uring} with the classifier of
   * the platform.
   */
  IO_URING;

  /**
   * Makes the handlers and channels of this transport.
   *
   * @throws IllegalStateException if this machine or the class path does not offer it
   */
  Transport sockets() {
    // Vert.x's constants load every native library they find: touched only when one is asked for.
    return switch (this) {
      case NIO -> new NioSockets();
      case EPOLL ->
          available(io.vertx.core.transport.Transport.EPOLL, "netty-transport-native-epoll");
      case IO_URING ->
          available(io.vertx.core.transport.Transport.IO_URING, "netty-transport-native-io_uring");
    };
  }

  private Transport available(io.vertx.core.transport.@Nullable Transport found, String artifact) {
    if (found != null && found.available()) {
      return found.implementation();
    }
    Throwable cause = found == null ? null : found.unavailabilityCause();
    throw new IllegalStateException(
        ("event loop transport %s is not available on %s/%s: add io.netty:%s with the classifier of this platform"
                + " (for instance linux-x86_64) to the class path, or use LoopTransport.NIO%s")
            .formatted(
                this,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                artifact,
                cause == null ? "" : " (" + cause + ")"),
        cause);
  }
}
