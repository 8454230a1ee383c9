package dev.leat.samples.readme;

/** A request, as far as it is known. */
record AccessLog(String ip, String path, int status, String network, String owner, double score) {

  /** Reads {@code ip path status}. */
  static AccessLog parse(String line) {
    String[] fields = line.split(" ", -1);
    return new AccessLog(fields[0], fields[1], Integer.parseInt(fields[2]), "", "", 0);
  }

  boolean isError() {
    return status >= 500;
  }

  AccessLog at(String newNetwork) {
    return new AccessLog(ip, path, status, newNetwork, owner, score);
  }

  AccessLog with(String newOwner) {
    return new AccessLog(ip, path, status, network, newOwner, score);
  }

  AccessLog rated(double newScore) {
    return new AccessLog(ip, path, status, network, owner, newScore);
  }
}
