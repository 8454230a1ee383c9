package dev.leat.connector.sockets;

import dev.leat.pipeline.OnError;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How {@link TcpSource} listens. Immutable: every method returns new options.
 *
 * <pre>{@code
 * TcpSource.listen(host, port, Framing.lines(), o -> o.maxConnections(500).idleTimeout(ofMinutes(5)))
 * }</pre>
 */
public final class TcpSourceOptions {

  /** The default of {@link #maxConnections}, unless fewer descriptors are allowed. */
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  static final TcpSourceOptions DEFAULTS =
      new TcpSourceOptions(
          new Limits(Descriptors.usualConnections(), null, Duration.ofSeconds(30)),
          OnError.skip(),
          new TcpObserver() {},
          null);

  private final Limits limits;
  private final OnError onError;
  private final TcpObserver observer;
  private final @Nullable SSLContext tls;

  private TcpSourceOptions(
      Limits limits, OnError onError, TcpObserver observer, @Nullable SSLContext tls) {
    this.limits = limits;
    this.onError = Objects.requireNonNull(onError, "onError");
    this.observer = Objects.requireNonNull(observer, "observer");
    this.tls = tls;
  }

  /**
   * What a peer may do.
   *
   * @param connections the most at once
   * @param idle how long it may send nothing; null for ever
   * @param frame how long one element may take to arrive; null for ever
   */
  record Limits(int connections, @Nullable Duration idle, @Nullable Duration frame) {}

  /**
   * The most connections at once; those beyond are closed at once. By default 10,000, or half the
   * descriptors that the process may have if that is less.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public TcpSourceOptions maxConnections(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException("maxConnections must be at least 1, not " + connections);
    }
    return with(new Limits(connections, limits.idle(), limits.frame()));
  }

  /**
   * Ends a connection that sends nothing for so long; by default none does. Time in which the
   * pipeline holds the peer back does not count.
   *
   * @throws IllegalArgumentException if not positive
   */
  public TcpSourceOptions idleTimeout(Duration limit) {
    return with(new Limits(limits.connections(), positive("idleTimeout", limit), limits.frame()));
  }

  /**
   * Ends a connection on which one element takes longer than that from its first byte to its last;
   * by default 30 s. So peers that send a byte now and then do not hold connections for ever.
   *
   * @throws IllegalArgumentException if not positive
   */
  public TcpSourceOptions frameTimeout(Duration limit) {
    return with(new Limits(limits.connections(), limits.idle(), positive("frameTimeout", limit)));
  }

  private static Duration positive(String name, Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, not " + limit);
    }
    return limit;
  }

  private TcpSourceOptions with(Limits changed) {
    return new TcpSourceOptions(changed, onError, observer, tls);
  }

  /**
   * What becomes of bytes that are no element: too long, malformed, or unfinished when the
   * connection ends. By default they are skipped and counted, so that no peer can fail the job.
   */
  public TcpSourceOptions onError(OnError action) {
    return new TcpSourceOptions(limits, action, observer, tls);
  }

  /** Who is told of connections, and of the port. */
  public TcpSourceOptions observer(TcpObserver told) {
    return new TcpSourceOptions(limits, onError, told, tls);
  }

  /**
   * Speaks TLS, with the key and the certificate of the context. A peer that does not, or whose
   * handshake fails, is disconnected after 10 s at the latest.
   */
  public TcpSourceOptions tls(SSLContext context) {
    return new TcpSourceOptions(
        limits, onError, observer, Objects.requireNonNull(context, "context"));
  }

  Limits limits() {
    return limits;
  }

  OnError onError() {
    return onError;
  }

  TcpObserver observer() {
    return observer;
  }

  Optional<SSLContext> tls() {
    return Optional.ofNullable(tls);
  }
}
