package dev.leat.connector.sockets;

import java.net.InetSocketAddress;

/**
 * Is told what happens to the connections of a {@link TcpSource}. Except for {@link #listening} it
 * is called on event loops, several at once, and must not block.
 */
public interface TcpObserver {

  /** The source listens; the port is the one it was given by the system if it asked for port 0. */
  default void listening(InetSocketAddress address) {}

  /** A peer has connected. */
  default void connected(String peer) {}

  /** A connection was closed at once because of the limit on connections. */
  default void refused(String peer, int limit) {}

  /**
   * Nothing more is received from a peer.
   *
   * @param reason why, such as {@code the connection was reset}
   */
  default void ended(String peer, String reason) {}
}
