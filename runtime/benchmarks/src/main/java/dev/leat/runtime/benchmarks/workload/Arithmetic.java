package dev.leat.runtime.benchmarks.workload;

/** The functions that all candidates apply to elements. */
final class Arithmetic {

  private Arithmetic() {}

  static long first(long x) {
    return x * 3 + 1;
  }

  static boolean keep(long x) {
    return (x & 7) != 0;
  }

  static long second(long x) {
    return x ^ (x >>> 3);
  }

  /** Computes for a time that depends on the number of rounds only, about 1.1 ns each. */
  static long spin(long x, int rounds) {
    long value = x + 0x9E3779B97F4A7C15L;
    for (int i = 0; i < rounds; i++) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    return value;
  }
}
