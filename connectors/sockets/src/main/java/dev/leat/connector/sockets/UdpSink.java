package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Sinks that send each element as a datagram. They wait only for room in the system's own buffer:
 * UDP holds nobody back, loses, doubles and swaps datagrams, and tells nobody.
 *
 * <p>If nobody listens there, the receiver's system may say so; then at least one datagram was
 * lost. This is counted, see {@link UdpObserver#unreachable}, and the job goes on, as UDP does. The
 * datagram that could not be sent because of that message is sent again.
 */
public final class UdpSink {

  private static final int MOST_PORT = 65_535;

  private UdpSink() {}

  /**
   * Sends bytes.
   *
   * @throws IllegalArgumentException if the port is not from 1 to 65535
   */
  public static Sink<byte[]> to(String host, int port) {
    return to(host, port, o -> o);
  }

  /** Like {@link #to(String, int)}, with options. */
  public static Sink<byte[]> to(String host, int port, UnaryOperator<UdpSinkOptions> options) {
    return new Sending<>(
        host, port, bytes -> bytes, options.apply(UdpSinkOptions.DEFAULTS), "datagrams");
  }

  /**
   * Sends texts as UTF-8, without line ends.
   *
   * @throws IllegalArgumentException if the port is not from 1 to 65535
   */
  public static Sink<String> linesTo(String host, int port) {
    return linesTo(host, port, o -> o);
  }

  /** Like {@link #linesTo(String, int)}, with options. */
  public static Sink<String> linesTo(String host, int port, UnaryOperator<UdpSinkOptions> options) {
    return new Sending<>(
        host,
        port,
        text -> text.getBytes(StandardCharsets.UTF_8),
        options.apply(UdpSinkOptions.DEFAULTS),
        "lines");
  }

  private record Sending<T>(
      String host, int port, UdpWriter.Encoder<T> encoder, UdpSinkOptions options, String noun)
      implements Sink<T> {

    Sending {
      Objects.requireNonNull(host, "host");
      if (port < 1 || port > MOST_PORT) {
        throw new IllegalArgumentException("the port must be from 1 to 65535, not " + port);
      }
    }

    @Override
    public String describe() {
      return "%s over UDP to %s:%d".formatted(noun, host, port);
    }

    @Override
    public SinkWriter<T> open(ConnectorContext context) throws Exception {
      return UdpWriter.open(context, host, port, encoder, options);
    }
  }
}
