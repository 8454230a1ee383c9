package dev.leat.connector.sockets;

import dev.leat.pipeline.Retry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How {@link TcpSink} connects. Immutable: every method returns new options.
 *
 * <pre>{@code
 * TcpSink.connect(host, port, Framing.lines(), o -> o.tls(context).reconnectWithin(ofMinutes(5)))
 * }</pre>
 */
public final class TcpSinkOptions {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  static final TcpSinkOptions DEFAULTS =
      new TcpSinkOptions(
          new Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(10)),
          new Pauses(FIRST_PAUSE, LONGEST_PAUSE),
          new TcpObserver() {},
          null);

  private final Limits limits;
  private final Pauses pauses;
  private final TcpObserver observer;
  private final @Nullable SSLContext tls;

  private TcpSinkOptions(
      Limits limits, Pauses pauses, TcpObserver observer, @Nullable SSLContext tls) {
    this.limits = limits;
    this.pauses = pauses;
    this.observer = Objects.requireNonNull(observer, "observer");
    this.tls = tls;
  }

  /**
   * How long things may take.
   *
   * @param connect one attempt to connect
   * @param reconnect to have a connection that lasts again
   * @param end the server, to close after the end
   */
  record Limits(Duration connect, Duration reconnect, Duration end) {}

  /** The pauses between attempts to connect again. */
  record Pauses(Duration first, Duration longest) {

    Pauses {
      if (!first.isPositive() || longest.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "the first pause must be positive and the longest at least as long, not %s and %s"
                .formatted(first, longest));
      }
    }

    /** After attempt number {@code attempt}, from 1. */
    Duration after(int attempt, double random) {
      return Retry.backoff(Integer.MAX_VALUE, first).maxPause(longest).pauseAfter(attempt, random);
    }
  }

  /**
   * How long one attempt to connect may take, and then the TLS handshake; by default 10 s.
   *
   * @throws IllegalArgumentException if not from 1 ms to a day
   */
  public TcpSinkOptions connectTimeout(Duration limit) {
    if (limit.toMillis() < 1 || limit.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("connectTimeout must be from 1 ms to a day, not " + limit);
    }
    return with(new Limits(limit, limits.reconnect(), limits.end()));
  }

  /**
   * How long after the loss of a connection the job fails if there is none again; by default 30 s,
   * and with zero at once. A connection that is lost again sooner than the longest pause is no end
   * of that time. The first connection, when the job starts, is tried once.
   *
   * @throws IllegalArgumentException if negative
   */
  public TcpSinkOptions reconnectWithin(Duration limit) {
    return with(new Limits(limits.connect(), notNegative("reconnectWithin", limit), limits.end()));
  }

  /**
   * The pauses between attempts to connect again: they double from the first to the longest, each
   * with a jitter of a half; by default from 100 ms to 5 s.
   *
   * @throws IllegalArgumentException if the first is not positive, or longer than the longest
   */
  public TcpSinkOptions backoff(Duration first, Duration longest) {
    return new TcpSinkOptions(limits, new Pauses(first, longest), observer, tls);
  }

  /**
   * How long the server may take to read to the end and close when the job has succeeded, which
   * fails after that; by default 10 s. With zero the job does not wait for it, and does not know.
   *
   * @throws IllegalArgumentException if negative
   */
  public TcpSinkOptions endTimeout(Duration limit) {
    return with(new Limits(limits.connect(), limits.reconnect(), notNegative("endTimeout", limit)));
  }

  private static Duration notNegative(String name, Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + limit);
    }
    return limit;
  }

  private TcpSinkOptions with(Limits changed) {
    return new TcpSinkOptions(changed, pauses, observer, tls);
  }

  /** Who is told of connections. */
  public TcpSinkOptions observer(TcpObserver told) {
    return new TcpSinkOptions(limits, pauses, told, tls);
  }

  /**
   * Speaks TLS, and trusts what the context trusts. The certificate of the server must be for the
   * host that is connected to.
   */
  public TcpSinkOptions tls(SSLContext context) {
    return new TcpSinkOptions(limits, pauses, observer, Objects.requireNonNull(context, "context"));
  }

  Limits limits() {
    return limits;
  }

  Pauses pauses() {
    return pauses;
  }

  TcpObserver observer() {
    return observer;
  }

  Optional<SSLContext> tls() {
    return Optional.ofNullable(tls);
  }
}
