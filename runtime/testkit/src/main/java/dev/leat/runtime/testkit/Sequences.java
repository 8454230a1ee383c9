package dev.leat.runtime.testkit;

import java.util.List;
import java.util.function.Function;

/** Compares what was read or written with what should have been, and shows where they part. */
final class Sequences {

  private Sequences() {}

  /** Fails unless both hold the same elements in the same order. */
  static <T> void requireSame(
      List<? extends T> expected, List<? extends T> found, Function<? super T, Object> comparable) {
    requirePrefix(found, expected, comparable);
    if (found.size() < expected.size()) {
      throw new AssertionError(
          "%d elements were expected, but only %d came; the last one is %s"
              .formatted(
                  expected.size(),
                  found.size(),
                  found.isEmpty() ? "none" : comparable.apply(found.getLast())));
    }
  }

  /** Fails unless what was found is how the expected elements begin. */
  static <T> void requirePrefix(
      List<? extends T> found, List<? extends T> expected, Function<? super T, Object> comparable) {
    for (int i = 0; i < found.size(); i++) {
      if (i == expected.size()) {
        throw new AssertionError(
            "%d elements were expected, but %d came; the first that is too much is %s"
                .formatted(expected.size(), found.size(), comparable.apply(found.get(i))));
      }
      Object wanted = comparable.apply(expected.get(i));
      Object got = comparable.apply(found.get(i));
      if (!wanted.equals(got)) {
        throw new AssertionError(
            "element %d is not the expected one%n  expected: %s%n  found: %s"
                .formatted(i + 1, wanted, got));
      }
    }
  }
}
