package dev.leat.connector.sockets;

import dev.leat.pipeline.OnError;
import java.util.Objects;

/**
 * How {@link UdpSink} sends. Immutable: every method returns new options.
 *
 * <pre>{@code
 * UdpSink.linesTo(host, port, o -> o.maxDatagram(1_432).onError(OnError.deadLetters(rejected)))
 * }</pre>
 */
public final class UdpSinkOptions {

  private static final int MOST = 65_507;

  static final UdpSinkOptions DEFAULTS =
      new UdpSinkOptions(MOST, OnError.fail(), new UdpObserver() {});

  private final int maxDatagram;
  private final OnError onError;
  private final UdpObserver observer;

  private UdpSinkOptions(int maxDatagram, OnError onError, UdpObserver observer) {
    this.maxDatagram = maxDatagram;
    this.onError = Objects.requireNonNull(onError, "onError");
    this.observer = Objects.requireNonNull(observer, "observer");
  }

  /**
   * The most bytes of an element; by default 65,507, the most that UDP can send. Those of more than
   * about 1,400 travel in pieces, and are lost with any of them.
   *
   * @throws IllegalArgumentException if not from 1 to 65507
   */
  public UdpSinkOptions maxDatagram(int bytes) {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException(
          "maxDatagram must be from 1 to %,d, not %,d".formatted(MOST, bytes));
    }
    return new UdpSinkOptions(bytes, onError, observer);
  }

  /**
   * What becomes of elements that are too large; by default the job fails. Skipped ones are counted
   * in a warning at the end. A sink of dead letters is opened for this sink alone: it must not be
   * that of another stage too.
   */
  public UdpSinkOptions onError(OnError action) {
    return new UdpSinkOptions(maxDatagram, action, observer);
  }

  /** Who is told that nobody listens. */
  public UdpSinkOptions observer(UdpObserver told) {
    return new UdpSinkOptions(maxDatagram, onError, told);
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
