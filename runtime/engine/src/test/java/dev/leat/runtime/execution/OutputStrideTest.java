package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements that are passed in strides, beside the same elements pushed one by one. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OutputStrideTest {

  private static final int ELEMENTS = 600;

  private static final Ack.Lane NOBODY =
      new Ack.Lane() {
        @Override
        public void completed() {}

        @Override
        public String name() {
          return "nobody";
        }
      };

  static LongStream seeds() {
    return new Random().longs(300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldCollectTheSameChunksInStridesAsOneByOne(long seed) {
    Random random = new Random(seed);
    Case chosen = new Case(random);

    List<String> expected = new Collected(chosen, seed).pushAll();
    List<String> actual = new Collected(chosen, seed).passAll(random);

    assertThat(actual).isEqualTo(expected);
  }

  /** Elements, where they stand, and where another range and other keys begin. */
  private static final class Case {

    private final int limit;
    private final int maxBytes;
    private final Object[] elements = new Object[ELEMENTS];
    private final long[] positions = new long[ELEMENTS];
    private final @Nullable Object[] keys = new Object[ELEMENTS];
    private final int rangeEvery;

    Case(Random random) {
      limit = 1 + random.nextInt(100);
      maxBytes = 100 + random.nextInt(5_000);
      rangeEvery = 1 + random.nextInt(2 * ELEMENTS);
      int gapEvery = 1 + random.nextInt(ELEMENTS);
      boolean texts = random.nextInt(4) == 0;
      boolean keyed = random.nextInt(4) == 0;
      long position = 0;
      for (int i = 0; i < ELEMENTS; i++) {
        position += random.nextInt(gapEvery) == 0 ? 1 + random.nextInt(3) : 1;
        positions[i] = position;
        elements[i] = texts ? "x".repeat(random.nextInt(20)) : Long.valueOf(i);
        keys[i] = keyed && random.nextInt(50) > 0 ? "key " + random.nextInt(3) : null;
      }
    }
  }

  /** An output that refuses now and then, and tells what it did. */
  private static final class Collected extends Output {

    private final Case chosen;
    private final Cursor cursor;
    private final Random refusals;
    private final List<String> told = new ArrayList<>();
    private final List<AckSet> ranges = new ArrayList<>();

    @SuppressWarnings("NullAway") // an output does not ask for the job
    Collected(Case chosen, long seed) {
      this(chosen, seed, new Cursor(null));
    }

    private Collected(Case chosen, long seed, Cursor cursor) {
      super(cursor, chosen.limit, chosen.maxBytes);
      this.chosen = chosen;
      this.cursor = cursor;
      this.refusals = new Random(seed);
    }

    List<String> pushAll() {
      for (int i = 0; i < ELEMENTS; i++) {
        goTo(i);
        if (!push(chosen.elements[i])) {
          goOn();
        }
      }
      return end();
    }

    List<String> passAll(Random random) {
      int at = 0;
      while (at < ELEMENTS) {
        int range = at - at % chosen.rangeEvery + chosen.rangeEvery;
        at = pass(at, Math.min(at + 1 + random.nextInt(40), Math.min(range, ELEMENTS)));
      }
      return end();
    }

    /** Passes the elements of a stride; returns where the next one begins. */
    private int pass(int from, int to) {
      goTo(from);
      Object stride = begin();
      long one = 0;
      int at = from;
      while (at < to && one >= 0) {
        goTo(at);
        one = pass(chosen.elements[at], stride);
        at++;
      }
      assertThat(end(stride)).isTrue();
      if (one < LAST) {
        goOn();
      }
      return at;
    }

    private void goTo(int index) {
      if (index / chosen.rangeEvery == ranges.size()) {
        ranges.add(AckSet.of(new Ack(NOBODY, index, ELEMENTS)));
        cursor.at(null, ranges.getLast());
      }
      cursor.position = chosen.positions[index];
      cursor.key = chosen.keys[index];
    }

    private void goOn() {
      while (!resume()) {
        told.add("full");
      }
    }

    private List<String> end() {
      while (!flush()) {
        told.add("not flushed");
      }
      return told;
    }

    @Override
    boolean handOver() {
      if (refusals.nextInt(4) == 0) {
        told.add("refused");
        return false;
      }
      Chunk chunk = take();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < chunk.size; i++) {
        all.add(chunk.elements[i] + " at " + chunk.position(i) + " of " + chunk.key(i));
      }
      told.add("range %d, %d bytes: %s".formatted(ranges.indexOf(chunk.acks), chunk.bytes, all));
      return true;
    }

    @Override
    boolean done() {
      return false;
    }
  }
}
