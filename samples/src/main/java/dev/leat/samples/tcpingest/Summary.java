package dev.leat.samples.tcpingest;

import java.util.Locale;

/**
 * What a run has done.
 *
 * @param connections taken
 * @param refused connections over the limit
 * @param received lines that are not blank
 * @param written lines that are JSON objects
 * @param rejected all other lines
 */
record Summary(long connections, long refused, long received, long written, long rejected) {

  /** Lines of a run that failed before it could write or reject them. */
  long lost() {
    return received - written - rejected;
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"connections\":%d,\"refused\":%d,\"received\":%d,\"written\":%d,\"rejected\":%d}",
        connections,
        refused,
        received,
        written,
        rejected);
  }

  String table() {
    return String.format(
        Locale.ROOT,
        "%-12s %,15d\n%-12s %,15d\n%-12s %,15d\n%-12s %,15d\n%-12s %,15d",
        "connections",
        connections,
        "refused",
        refused,
        "received",
        received,
        "written",
        written,
        "rejected",
        rejected);
  }
}
