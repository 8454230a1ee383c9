package dev.leat.samples.accesslog;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The networks that the sample's lookup service knows. */
final class Networks {

  private static final List<Network> KNOWN =
      List.of(
          network("10.1.0.0", 16),
          network("10.2.0.0", 16),
          network("10.3.128.0", 17),
          network("100.64.0.0", 10),
          network("172.16.0.0", 12),
          network("192.0.2.0", 24),
          network("192.168.0.0", 16),
          network("198.18.0.0", 15),
          network("198.51.100.0", 24),
          network("203.0.113.0", 24),
          network("2001:db8:1::", 48),
          network("2001:db8:2::", 48),
          network("fd00:17::", 32));

  private Networks() {}

  /** The smallest network that an address is in; empty if there is none or it is no IP address. */
  static Optional<String> of(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return Optional.empty();
    }
    return KNOWN.stream()
        .filter(network -> network.contains(bytes))
        .max(Comparator.comparingInt(Network::bits))
        .map(Network::name);
  }

  private static Network network(String address, int bits) {
    byte[] bytes =
        Objects.requireNonNull(NetUtil.createByteArrayFromIpAddressString(address), address);
    return new Network(address + "/" + bits, bytes.length, bits, Network.prefix(bytes, bits));
  }

  /** A network of IPv4 (4 bytes) or IPv6 (16) and its first bits as a number. */
  private record Network(String name, int length, int bits, BigInteger prefix) {

    boolean contains(byte[] address) {
      return address.length == length && prefix(address, bits).equals(prefix);
    }

    static BigInteger prefix(byte[] address, int bits) {
      return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - bits);
    }
  }
}
