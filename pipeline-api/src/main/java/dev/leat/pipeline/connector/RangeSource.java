package dev.leat.pipeline.connector;

import dev.leat.pipeline.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers in order; the position of a number is its distance from the first. */
record RangeSource(long start, long end) implements Source<Long> {

  private static final int BLOCK = 16_384;

  RangeSource {
    if (end < start || end - start < 0) {
      throw new IllegalArgumentException(
          "a range goes upwards and holds at most 2^63-1 numbers, not from %d to %d"
              .formatted(start, end));
    }
  }

  @Override
  public String describe() {
    return "range %d..%d".formatted(start, end);
  }

  @Override
  public List<Lane<Long>> lanes(ConnectorContext context) {
    return List.of(new SingleLane<>("range", end - start, Reader::new));
  }

  private final class Reader implements LaneReader<Long> {

    private long next = start;

    @Override
    public @Nullable Block<Long> next() {
      if (next == end) {
        return null;
      }
      long from = next;
      next = end - next > BLOCK ? next + BLOCK : end;
      return new Numbers(start, from, next);
    }

    @Override
    public Position describe(long position) {
      return new Position("range", position + 1, -1);
    }

    @Override
    public void close() {}
  }

  private static final class Numbers implements IndexedBlock<Long> {

    private final long base;
    private final long first;
    private final long end;
    private long next;

    Numbers(long base, long first, long end) {
      this.base = base;
      this.first = first;
      this.end = end;
      this.next = first;
    }

    @Override
    public boolean read(Emitter<? super Long> out) {
      long number = next;
      while (number < end) {
        long current = number++;
        if (!out.emit(current, current - base)) {
          break;
        }
      }
      next = number;
      return number == end;
    }

    @Override
    public long from() {
      return first - base;
    }

    @Override
    public int size() {
      return (int) (end - first);
    }

    @Override
    public Long get(int index) {
      return first + index;
    }
  }
}
