package dev.leat.connector.sockets;

import java.net.InetSocketAddress;

/**
 * Is told what happens to the connections of a {@link TcpSource} or a {@link TcpSink}. For a source
 * it is called on event loops, except for {@link #listening}, several at once, and must not block;
 * for a sink by the one thread that writes.
 */
public interface TcpObserver {

  /** The source listens; the port is the one it was given by the system if it asked for port 0. */
  default void listening(InetSocketAddress address) {}

  /** There is a connection with a peer; for a sink: again, if there was one before. */
  default void connected(String peer) {}

  /** A connection was closed at once because of the limit on connections. */
  default void refused(String peer, int limit) {}

  /**
   * Nothing more is received from a peer, or can be sent to it over this connection.
   *
   * @param reason why, such as {@code the connection was reset}
   */
  default void ended(String peer, String reason) {}
}
