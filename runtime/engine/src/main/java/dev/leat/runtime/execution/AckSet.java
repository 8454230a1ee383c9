package dev.leat.runtime.execution;

import java.util.Arrays;

/** The ranges that a chunk holds; a range that was retained twice stands in it twice. Immutable. */
final class AckSet {

  static final AckSet NONE = new AckSet(new Ack[0]);

  private final Ack[] ranges;

  private AckSet(Ack[] ranges) {
    this.ranges = ranges;
  }

  static AckSet of(Ack range) {
    return new AckSet(new Ack[] {range});
  }

  void retain() {
    for (Ack range : ranges) {
      range.retain();
    }
  }

  void release() {
    for (Ack range : ranges) {
      range.release();
    }
  }

  /** Collects the ranges of what is put into a chunk or a batch. Used by one thread at a time. */
  static final class Builder {

    private AckSet last = NONE;
    private Ack[] ranges = NONE.ranges;
    private int size;

    /** Retains the ranges of an element, unless the element before had the same. */
    void add(AckSet acks) {
      if (ends(acks)) {
        return;
      }
      acks.retain();
      last = acks;
      int added = acks.ranges.length;
      if (size + added > ranges.length) {
        ranges = Arrays.copyOf(ranges, Math.max(size + added, 2 * size));
      }
      System.arraycopy(acks.ranges, 0, ranges, size, added);
      size += added;
    }

    /** Whether the element before had these, so that nothing is to be added. */
    boolean ends(AckSet acks) {
      return acks == last;
    }

    /** Hands over everything retained and starts anew. */
    AckSet take() {
      AckSet taken;
      if (size == 0) {
        taken = NONE;
      } else if (size == last.ranges.length) {
        taken = last;
      } else {
        taken = new AckSet(Arrays.copyOf(ranges, size));
      }
      last = NONE;
      ranges = NONE.ranges;
      size = 0;
      return taken;
    }
  }
}
