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
 * Sources that take datagrams. The socket is one lane, in the order in which datagrams arrive.
 *
 * <p><b>Loss.</b> UDP holds no sender back. What the pipeline has not taken waits in a buffer; when
 * that is full, further datagrams are dropped and counted. What the system drops before that,
 * because it has no room itself, is counted where it says so (on Linux). What is lost on the way is
 * seen by nobody. See {@link UdpObserver} and {@link UdpLoss}.
 *
 * <p><b>A drain</b> delivers what is in the buffer. What the system holds then is lost.
 *
 * <p>The line of a {@link dev.leat.pipeline.Position} is the number of the datagram, from 1, of
 * those that were not dropped.
 */
public final class UdpSource {

  private static final int MOST_PORT = 65_535;

  private UdpSource() {}

  /**
   * Takes each datagram as an element.
   *
   * @param host an address of this machine such as {@code 127.0.0.1}, or {@code 0.0.0.0} for all
   * @param port 0 for any that is free, which {@link UdpObserver#bound} then tells
   * @throws IllegalArgumentException if the port is not from 0 to 65535
   */
  public static LiveSource<byte[]> bind(String host, int port) {
    return bind(host, port, o -> o);
  }

  /** Like {@link #bind(String, int)}, with options. */
  public static LiveSource<byte[]> bind(
      String host, int port, UnaryOperator<UdpSourceOptions> options) {
    return new Binding<>(host, port, Datagrams.BYTES, options.apply(UdpSourceOptions.DEFAULTS));
  }

  /**
   * Takes each line of each datagram as an element, decoded as UTF-8. The last one needs no line
   * end; a line that is not UTF-8 is rejected.
   *
   * @throws IllegalArgumentException if the port is not from 0 to 65535
   */
  public static LiveSource<String> bindLines(String host, int port) {
    return bindLines(host, port, o -> o);
  }

  /** Like {@link #bindLines(String, int)}, with options. */
  public static LiveSource<String> bindLines(
      String host, int port, UnaryOperator<UdpSourceOptions> options) {
    return new Binding<>(host, port, Datagrams.LINES, options.apply(UdpSourceOptions.DEFAULTS));
  }

  private record Binding<T>(String host, int port, Datagrams<T> datagrams, UdpSourceOptions options)
      implements LiveSource<T> {

    Binding {
      Objects.requireNonNull(host, "host");
      if (port < 0 || port > MOST_PORT) {
        throw new IllegalArgumentException("the port must be from 0 to 65535, not " + port);
      }
    }

    @Override
    public String describe() {
      return "%s over UDP to %s:%d".formatted(datagrams, host, port);
    }

    @Override
    public OnError onError() {
      return options.onError();
    }

    @Override
    public LiveListener listen(ConnectorContext context, LaneAcceptor<T> acceptor)
        throws IOException, InterruptedException {
      LoopResources loops = context.require(LoopResources.class);
      return UdpListener.bind(loops, host, port, datagrams, options, acceptor);
    }
  }
}
