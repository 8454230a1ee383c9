package dev.leat.pipeline;

import java.time.Duration;

/**
 * When an aggregate emits its result. After each result it begins anew.
 *
 * {@snippet :
 * hits.aggregate(Aggregators.count(), Emission.every(Duration.ofSeconds(10)));
 * }
 */
public sealed interface Emission {

  /** Once, at the end of the stream; not for a stream that never ends. */
  static Emission atEnd() {
    return new AtEnd();
  }

  /** After each so many elements, and at the end for those that are left. */
  static Emission every(long elements) {
    return new EveryElements(elements);
  }

  /**
   * So long after the first element of each result, and at the end for those that are left. Nothing
   * is emitted for a time without elements.
   */
  static Emission every(Duration time) {
    return new EveryTime(time);
  }

  /** Once, at the end of the stream. */
  record AtEnd() implements Emission {}

  /**
   * After each so many elements.
   *
   * @param elements how many
   */
  record EveryElements(long elements) implements Emission {

    /** Checks the number. */
    public EveryElements {
      if (elements < 1) {
        throw new IllegalArgumentException(
            "an aggregate emits after at least 1 element, not " + elements);
      }
    }
  }

  /**
   * So long after the first element of each result.
   *
   * @param time how long
   */
  record EveryTime(Duration time) implements Emission {

    /** Checks the time. */
    public EveryTime {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException(
            "an aggregate emits after a time longer than zero, not " + time);
      }
    }
  }
}
