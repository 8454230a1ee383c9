package dev.leat.connector.sockets;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.connector.LiveSource;
import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.netty.resources.LoopResources;

/**
 * Sources that take TCP connections. Each connection is a lane; it is closed when everything it has
 * sent was delivered, so a peer that ends its output and waits for the end of its input knows that
 * it was.
 *
 * <p><b>Backpressure.</b> A connection is read only while there is room for what it sends; else TCP
 * holds the peer back. Of each connection at most one unfinished element and what was received at
 * once (at most 128 KiB) are in memory, beside what is under way in the pipeline.
 *
 * <p><b>Failures.</b> A connection that is reset just ends. What it sent of an unfinished element
 * is rejected, see {@link TcpSourceOptions#onError}.
 *
 * <p><b>A drain</b> accepts and reads no more and delivers what is complete.
 */
public final class TcpSource {

  private static final int MOST_PORT = 65_535;

  private TcpSource() {}

  /**
   * Listens on an address of this machine.
   *
   * @param host such as {@code 127.0.0.1}, or {@code 0.0.0.0} for all
   * @param port 0 for any that is free, which {@link TcpObserver#listening} then tells
   * @throws IllegalArgumentException if the port is not from 0 to 65535
   */
  public static <T> LiveSource<T> listen(String host, int port, Framing<T> framing) {
    return listen(host, port, framing, o -> o);
  }

  /** Like {@link #listen(String, int, Framing)}, with options. */
  public static <T> LiveSource<T> listen(
      String host, int port, Framing<T> framing, UnaryOperator<TcpSourceOptions> options) {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(framing, "framing");
    if (port < 0 || port > MOST_PORT) {
      throw new IllegalArgumentException("the port must be from 0 to 65535, not " + port);
    }
    return new Listening<>(host, port, framing, options.apply(TcpSourceOptions.DEFAULTS));
  }

  private record Listening<T>(String host, int port, Framing<T> framing, TcpSourceOptions options)
      implements LiveSource<T> {

    @Override
    public String describe() {
      return "%s over %s connections to %s:%d"
          .formatted(framing, options.tls().isPresent() ? "TLS" : "TCP", host, port);
    }

    @Override
    public OnError onError() {
      return options.onError();
    }

    @Override
    public LiveListener listen(ConnectorContext context, LaneAcceptor<T> acceptor)
        throws IOException, InterruptedException {
      LoopResources loops = context.require(LoopResources.class);
      return TcpListener.bind(loops, host, port, framing, options, acceptor);
    }
  }
}
