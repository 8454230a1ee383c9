package dev.leat.runtime;

/** The code that the segments of a job run with. */
enum SegmentCode {
  SHARED,
  OWN,
  OWN_LATER,
  FIXED;

  /** One after the other. */
  static SegmentCode of(long run) {
    return values()[(int) (run % values().length)];
  }

  LocalRuntimeBuilder of(LocalRuntimeBuilder builder) {
    return switch (this) {
      case SHARED -> builder.specializeAfter(Long.MAX_VALUE);
      case OWN -> builder.specializeAfter(0);
      case OWN_LATER -> builder.specializeAfter(5);
      case FIXED -> builder.specializeAfter(0).fixUntried();
    };
  }
}
