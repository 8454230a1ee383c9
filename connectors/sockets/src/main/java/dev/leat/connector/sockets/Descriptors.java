package dev.leat.connector.sockets;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The file descriptors that the system allows this process. */
final class Descriptors {

  private Descriptors() {}

  /** How many connections are reasonable: what else the process opens needs some too. */
  static int usualConnections() {
    int most = TcpSourceOptions.DEFAULT_MAX_CONNECTIONS;
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() / 2, 1, most)
        : most;
  }
}
