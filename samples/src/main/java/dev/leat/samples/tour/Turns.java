package dev.leat.samples.tour;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Lets a measured process wait for whoever measures it, and ends it when that one is gone, which
 * the end of standard input tells. Thread-safe.
 */
final class Turns {

  private static final int NOT_EXPECTED = 75;

  private final Semaphore turns = new Semaphore(0);

  /** Listens from now on. */
  static Turns listen() {
    Turns turns = new Turns();
    Thread listener = new Thread(turns::take, "tour-turns");
    listener.setDaemon(true);
    listener.start();
    return turns;
  }

  private void take() {
    try {
      for (int read = System.in.read(); read >= 0; read = System.in.read()) {
        if (read == '\n') {
          turns.release();
        }
      }
    } catch (IOException e) {
      System.err.println("standard input cannot be read: " + e); // as good as its end
    }
    Runtime.getRuntime().halt(NOT_EXPECTED);
  }

  /** Says something and waits until it is this one's turn. */
  void say(String line) throws InterruptedException {
    System.out.println(line);
    System.out.flush();
    turns.acquire();
  }
}
