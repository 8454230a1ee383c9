package dev.leat.connector.sockets;

import java.util.OptionalLong;

/**
 * What a {@link UdpSource} has received and lost.
 *
 * @param received datagrams that were received and not dropped
 * @param dropped datagrams that were received but dropped, because the buffer was full
 * @param system datagrams that the system has dropped, mostly because its own buffer was full;
 *     empty where it does not say so
 */
public record UdpLoss(long received, long dropped, OptionalLong system) {

  /** Whether something was lost as far as can be seen. */
  public boolean any() {
    return dropped > 0 || system.orElse(0) > 0;
  }

  @Override
  public String toString() {
    return "%,d datagrams received, %,d dropped because the buffer was full, %s dropped by the system"
        .formatted(
            received,
            dropped,
            system.isPresent() ? "%,d".formatted(system.getAsLong()) : "an unknown number");
  }
}
