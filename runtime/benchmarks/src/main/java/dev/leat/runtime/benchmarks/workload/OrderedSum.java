package dev.leat.runtime.benchmarks.workload;

/** A checksum that depends on the order of what is added. One thread at a time. */
final class OrderedSum {

  private long value;

  void add(long x) {
    value = value * 31 + x;
  }

  long value() {
    return value;
  }
}
