package dev.leat.connector.sockets;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Is told what happens to a {@link UdpSource} or a {@link UdpSink}. Loss is also logged, as a
 * warning: the first time, and at the end.
 */
public interface UdpObserver {

  /**
   * The source receives. Called by a thread that may block.
   *
   * @param address has the port that the source was given by the system if it asked for port 0
   * @param loss tells what was lost so far, as long as the job runs; any thread may ask that may
   *     read a file
   */
  default void bound(InetSocketAddress address, Supplier<UdpLoss> loss) {}

  /**
   * The source has ended. Called by a thread that may block.
   *
   * @param loss what was lost altogether
   */
  default void ended(UdpLoss loss) {}

  /**
   * Nobody listens where a sink sends: the system of the receiver has said so, which it need not.
   * Called by the thread that writes, each time that this was said.
   *
   * @param times how often so far; at least as many datagrams were lost
   */
  default void unreachable(long times) {}
}
