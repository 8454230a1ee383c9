package dev.leat.samples.tcpingest;

import java.io.IOException;

/**
 * Does what needs room on the disk. Whoever calls it may be made to wait, which holds the pipeline
 * back, and so the peers. Thread-safe.
 */
interface Disk {

  /** Something that needs room; if it fails, it has left nothing behind. */
  @FunctionalInterface
  interface Write<R> {
    R run() throws IOException;
  }

  /**
   * Does it, perhaps later and more than once.
   *
   * @throws IOException if it is not possible; the message says what to do
   */
  <R> R write(Write<R> action) throws IOException;
}
