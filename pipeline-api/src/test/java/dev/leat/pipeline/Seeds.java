package dev.leat.pipeline;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * Seeds for property tests, new ones in each run. They stand in the names of the tests, so a
 * failure can be repeated: {@code -Dleat.test.seed=...} makes it the only one.
 */
public final class Seeds {

  private static final int COUNT = 25;

  private Seeds() {}

  /** The seeds of this run. */
  public static LongStream seeds() {
    Long only = Long.getLong("leat.test.seed");
    return only != null ? LongStream.of(only) : new Random().longs(COUNT);
  }
}
