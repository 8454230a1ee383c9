package dev.leat.samples.tcpingest;

/** What to do when there is no more room on the disk. */
enum DiskFull {
  /** Wait until there is; the peers are held back. */
  HOLD,
  /** Fail. */
  FAIL
}
