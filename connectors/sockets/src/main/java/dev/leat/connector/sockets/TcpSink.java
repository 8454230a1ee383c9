package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.netty.resources.LoopResources;

/**
 * A sink that connects to a server and sends each element as a line or a frame.
 *
 * <p><b>Backpressure.</b> An element counts as written when the operating system has taken all its
 * bytes. While the server does not read, nothing is taken, and the pipeline waits. At most 64 KiB
 * of encoded elements, or one that is larger, wait beside what the system itself buffers.
 *
 * <p><b>What it cannot promise.</b> TCP does not tell what the server has read. When a connection
 * breaks, the sink connects again and goes on with the first element whose bytes the system had not
 * taken completely. So
 *
 * <ul>
 *   <li>every element arrives <em>at most once</em> as a whole: what was taken is never sent again;
 *   <li>elements that the system had taken and the server had not read are <em>lost</em>, and
 *       nobody can say how many; {@link TcpObserver#ended} tells that it may have happened;
 *   <li>the old connection may end in the middle of an element, which comes again as a whole on the
 *       new one: the server must drop the unfinished one.
 * </ul>
 *
 * <p>To send more again would have to guess how much, and would make duplicates without excluding
 * losses. What has to arrive for certain needs a protocol with answers: an {@code io} stage.
 *
 * <p><b>The end.</b> A job that succeeds ends its output in order and then waits for the server to
 * close: a server that reads to the end and then closes has got everything that was sent over the
 * last connection. If the server closes before the end was sent, or not in time, or resets the
 * connection, the job fails, unless {@link TcpSinkOptions#endTimeout} is zero. A job that fails or
 * is cancelled resets the connection, so that the server does not take it for the end.
 */
public final class TcpSink {

  private static final int MOST_PORT = 65_535;

  private TcpSink() {}

  /**
   * Connects when the job starts, which fails if that is not possible.
   *
   * @param host a name or an address; all addresses of a name are tried
   * @throws IllegalArgumentException if the port is not from 1 to 65535
   */
  public static <T> Sink<T> connect(String host, int port, Framing<T> framing) {
    return connect(host, port, framing, o -> o);
  }

  /** Like {@link #connect(String, int, Framing)}, with options. */
  public static <T> Sink<T> connect(
      String host, int port, Framing<T> framing, UnaryOperator<TcpSinkOptions> options) {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(framing, "framing");
    if (port < 1 || port > MOST_PORT) {
      throw new IllegalArgumentException("the port must be from 1 to 65535, not " + port);
    }
    return new Connecting<>(host, port, framing, options.apply(TcpSinkOptions.DEFAULTS));
  }

  private record Connecting<T>(String host, int port, Framing<T> framing, TcpSinkOptions options)
      implements Sink<T> {

    @Override
    public String describe() {
      return "%s over %s to %s:%d"
          .formatted(framing, options.tls().isPresent() ? "TLS" : "TCP", host, port);
    }

    @Override
    public SinkWriter<T> open(ConnectorContext context) throws IOException, InterruptedException {
      TcpDialer dialer = new TcpDialer(context.require(LoopResources.class), host, port, options);
      return new TcpWriter<>(dialer, framing, options);
    }
  }
}
