package dev.leat.connector.sockets;

import dev.leat.pipeline.OnError;
import java.util.Objects;

/**
 * How {@link UdpSource} receives. Immutable: every method returns new options.
 *
 * <pre>{@code
 * UdpSource.bindLines(host, port, o -> o.buffer(64 << 20).observer(told))
 * }</pre>
 */
public final class UdpSourceOptions {

  /** The most bytes that a datagram can have. */
  static final int MOST = 65_535;

  private static final int LEAST_BUFFER = 64 << 10;

  static final UdpSourceOptions DEFAULTS =
      new UdpSourceOptions(4 << 20, MOST, OnError.skip(), new UdpObserver() {});

  private final int buffer;
  private final int maxDatagram;
  private final OnError onError;
  private final UdpObserver observer;

  private UdpSourceOptions(int buffer, int maxDatagram, OnError onError, UdpObserver observer) {
    this.buffer = buffer;
    this.maxDatagram = maxDatagram;
    this.onError = Objects.requireNonNull(onError, "onError");
    this.observer = Objects.requireNonNull(observer, "observer");
  }

  /**
   * How many bytes of datagrams wait at most while the pipeline is slower than they come, each
   * counted with 64 bytes more than it has; by default 4 MiB. The system is asked for as much
   * beside that, of which it gives what its settings allow ({@code net.core.rmem_max} on Linux).
   *
   * @throws IllegalArgumentException if less than 64 KiB
   */
  public UdpSourceOptions buffer(int bytes) {
    if (bytes < LEAST_BUFFER) {
      throw new IllegalArgumentException(
          "buffer must be at least %,d bytes, not %,d".formatted(LEAST_BUFFER, bytes));
    }
    return new UdpSourceOptions(bytes, maxDatagram, onError, observer);
  }

  /**
   * The most bytes of a datagram; longer ones are rejected. By default 65,535, which none exceeds.
   *
   * @throws IllegalArgumentException if not from 1 to 65535
   */
  public UdpSourceOptions maxDatagram(int bytes) {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException(
          "maxDatagram must be from 1 to %,d, not %,d".formatted(MOST, bytes));
    }
    return new UdpSourceOptions(buffer, bytes, onError, observer);
  }

  /**
   * What becomes of datagrams that are too long and of lines that are not UTF-8. By default they
   * are skipped and counted, so that no peer can fail the job.
   */
  public UdpSourceOptions onError(OnError action) {
    return new UdpSourceOptions(buffer, maxDatagram, action, observer);
  }

  /** Who is told of the port and of loss. */
  public UdpSourceOptions observer(UdpObserver told) {
    return new UdpSourceOptions(buffer, maxDatagram, onError, told);
  }

  int buffer() {
    return buffer;
  }

  int maxDatagram() {
    return maxDatagram;
  }

  OnError onError() {
    return onError;
  }

  UdpObserver observer() {
    return observer;
  }
}
