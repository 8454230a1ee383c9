package dev.leat.samples.accesslog;

import org.jspecify.annotations.Nullable;

/**
 * A request that the server could not answer, and what was looked up about it. Has texts of its
 * own, so that keeping it does not keep the block of its line in memory.
 *
 * @param ip the address of the client
 * @param path the target of the request
 * @param status the status of the answer
 * @param network the network of the client; null if not known
 * @param owner the owner of the path; null if not known
 */
record ServerError(
    String ip, String path, int status, @Nullable String network, @Nullable String owner) {

  static ServerError of(LogEntry entry) {
    return new ServerError(entry.address(), entry.path(), entry.status(), null, null);
  }

  ServerError withNetwork(@Nullable String found) {
    return new ServerError(ip, path, status, found, owner);
  }

  ServerError withOwner(@Nullable String found) {
    return new ServerError(ip, path, status, network, found);
  }

  /** What shows in messages. */
  @Override
  public String toString() {
    return status + " " + ip + " " + path;
  }
}
