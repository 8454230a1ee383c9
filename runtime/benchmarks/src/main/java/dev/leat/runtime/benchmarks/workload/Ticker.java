package dev.leat.runtime.benchmarks.workload;

import dev.leat.runtime.benchmarks.suite.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Emits an element each 100 us and then nothing for a while, and measures how long the elements
 * take and what the idle pipeline costs. One thread iterates; one, maybe another, takes.
 */
final class Ticker implements Iterator<Ticker.Tick> {

  private static final long PERIOD_NANOS = 100_000;
  private static final Path THREADS = Path.of("/proc/self/task");

  private final long[] latencies;
  private final long idleNanos;
  private final long started = System.nanoTime();
  private int emitted;
  private long sum;
  private double idleCpuPercent;

  /**
   * An element.
   *
   * @param number from 0
   * @param sent when it was emitted, by {@link System#nanoTime}
   */
  record Tick(int number, long sent) {}

  Ticker(Size size) {
    latencies = new long[(int) size.elements()];
    idleNanos = TimeUnit.MILLISECONDS.toNanos(size.quick() ? 50 : 2_000);
  }

  @Override
  public boolean hasNext() {
    if (emitted == latencies.length) {
      idle();
      return false;
    }
    return true;
  }

  /** Waits until the next element is due. */
  @Override
  public Tick next() {
    if (emitted == latencies.length) {
      throw new NoSuchElementException();
    }
    sleepUntil(started + emitted * PERIOD_NANOS);
    return new Tick(emitted++, System.nanoTime());
  }

  void take(Tick tick) {
    latencies[tick.number()] = System.nanoTime() - tick.sent();
    sum += tick.number();
  }

  /** Lets what elements have left to do end, such as compilers' work, before it measures. */
  private void idle() {
    sleepUntil(System.nanoTime() + idleNanos / 2);
    long cpu = cpuNanos();
    long start = System.nanoTime();
    sleepUntil(start + idleNanos);
    long used = cpuNanos() - cpu;
    idleCpuPercent = 100.0 * used / (System.nanoTime() - start);
  }

  private static void sleepUntil(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  long sum() {
    return sum;
  }

  Map<String, Double> measured() {
    long[] sorted = latencies.clone();
    Arrays.sort(sorted);
    return Map.of(
        "p50", sorted[sorted.length / 2] / 1e3,
        "p99", sorted[sorted.length * 99 / 100] / 1e3,
        "idle CPU", idleCpuPercent);
  }

  /** Of all threads that live, exactly; the JVM itself tells it in steps of 10 ms. */
  private static long cpuNanos() {
    long sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        sum += cpuNanos(thread);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("this workload needs Linux", e);
    }
    return sum;
  }

  private static long cpuNanos(Path thread) throws IOException {
    try {
      String text = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(text, 0, text.indexOf(' '), 10);
    } catch (NoSuchFileException e) {
      return 0; // it ended
    }
  }
}
