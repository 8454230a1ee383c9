package dev.leat.connector.sockets;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Says in plain words why a connection failed, and what to do. */
final class Reasons {

  private Reasons() {}

  static String of(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return failure == null
        ? "for no known reason"
        : failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** The innermost exceptions say most, but only some of them are plain. */
  private static @Nullable String known(Throwable cause) {
    return switch (cause) {
      case ConnectTimeoutException e ->
          "no answer in time; check host and port, and whether a firewall is in between";
      case PortUnreachableException e ->
          "nothing listens there; start the receiver, or check the port";
      case NoRouteToHostException e -> "there is no route to it; check the address and the network";
      case ConnectException e -> "connection refused; start the server, or check host and port";
      case NotSslRecordException e ->
          "it does not speak TLS; check the port, or leave out tls(...)";
      case SslHandshakeTimeoutException e ->
          "no answer to the TLS handshake in time; check whether it speaks TLS";
      case CertificateExpiredException e ->
          "its certificate has expired (%s); renew it on the server".formatted(e.getMessage());
      case CertificateNotYetValidException e ->
          "its certificate is not valid yet (%s); check the clocks".formatted(e.getMessage());
      case CertPathBuilderException e ->
          "its certificate is signed by nobody whom the SSLContext trusts; add the signer to it";
      case CertificateException e when e.getCause() == null ->
          "its certificate is not for this host (%s)".formatted(e.getMessage());
      case SSLHandshakeException e when e.getCause() instanceof ClosedChannelException ->
          "it closed during the TLS handshake; check whether it speaks TLS";
      case ClosedChannelException e -> "it was closed";
      default -> null;
    };
  }
}
