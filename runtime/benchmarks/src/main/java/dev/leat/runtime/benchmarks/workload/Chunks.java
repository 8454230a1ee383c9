package dev.leat.runtime.benchmarks.workload;

import dev.leat.runtime.benchmarks.suite.Size;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Chunks of numbers, as an expert makes them where a library is slow for single elements. */
final class Chunks {

  private Chunks() {}

  /** How many chunks the elements make. */
  static int count(Size size, int chunk) {
    return (int) ((size.elements() + chunk - 1) / chunk);
  }

  /** The chunk with an index. */
  static long[] of(Size size, int chunk, int index) {
    long from = (long) index * chunk;
    long[] numbers = new long[(int) Math.min(chunk, size.elements() - from)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from + i;
    }
    return numbers;
  }

  static long[] map(long[] chunk, LongUnaryOperator function) {
    long[] result = new long[chunk.length];
    for (int i = 0; i < chunk.length; i++) {
      result[i] = function.applyAsLong(chunk[i]);
    }
    return result;
  }

  static long[] filter(long[] chunk, LongPredicate condition) {
    long[] result = new long[chunk.length];
    int count = 0;
    for (long x : chunk) {
      if (condition.test(x)) {
        result[count++] = x;
      }
    }
    return Arrays.copyOf(result, count);
  }

  static long sum(long[] chunk) {
    long sum = 0;
    for (long x : chunk) {
      sum += x;
    }
    return sum;
  }

  static void add(OrderedSum sum, long[] chunk) {
    for (long x : chunk) {
      sum.add(x);
    }
  }
}
