package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyCountsTest {

  /** A key whose hash is shared by many others. */
  private record Key(int number, int hashes) {
    @Override
    public int hashCode() {
      return number % hashes;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldAgreeWithAMap(long seed) {
    Random random = new Random(seed);
    int keys = 1 + random.nextInt(2_000);
    int hashes = 1 + random.nextInt(keys);
    Map<Key, Long> expected = new HashMap<>();
    KeyCounts<Key> counts = new KeyCounts<>(keys);
    for (int i = 0; i < 5_000; i++) {
      Key key = new Key(random.nextInt(keys), hashes);
      expected.merge(key, 1L, Long::sum);

      assertThat(counts.add(key)).isTrue();
    }

    assertThat(counts.toMap()).isEqualTo(expected);
  }

  @Test
  void shouldRefuseNewKeysWhenFullAndStillCountTheOthers() {
    KeyCounts<Integer> counts = new KeyCounts<>(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(counts.add(i)).isTrue();
    }

    assertThat(counts.add(1_000)).isFalse();
    assertThat(counts.add(999)).isTrue();
    assertThat(counts.toMap()).hasSize(1_000).containsEntry(999, 2L);
  }

  @Test
  void shouldKnowWhetherTwoFitIntoOne() {
    KeyCounts<Integer> left = new KeyCounts<>(3);
    KeyCounts<Integer> right = new KeyCounts<>(3);
    left.add(1);
    left.add(2);
    right.add(2);
    right.add(3);

    assertThat(left.fits(right)).isTrue();
    right.add(4);
    assertThat(left.fits(right)).isFalse();
    assertThat(left.add(right)).isFalse();
  }

  /** Numbers, and from some element on also other keys, which are no numbers of that class. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldAgreeWithAMapWhereOtherKeysComeAmongNumbers(long seed) {
    Random random = new Random(seed);
    int numbers = random.nextInt(3_000);
    Map<Object, Long> expected = new HashMap<>();
    KeyCounts<Object> counts = new KeyCounts<>(10_000);
    for (int i = 0; i < 5_000; i++) {
      long number = random.nextLong(-1_000, 1_000) << random.nextInt(50);
      Object key = i < numbers ? number : List.of(number, (int) number, "key " + number).get(i % 3);
      expected.merge(key, 1L, Long::sum);

      assertThat(counts.add(key)).isTrue();
    }

    assertThat(counts.toMap()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldOrderNumbersAsEntriesAreOrdered(long seed) {
    Random random = new Random(seed);
    KeyCounts<Long> counts = new KeyCounts<>(10_000);
    int keys = 1 + random.nextInt(1_000);
    for (int i = 0; i < 5_000; i++) {
      counts.add((long) random.nextInt(keys) - keys / 2);
    }
    List<TopK.Entry<Long>> entries = counts.entries();
    entries.sort(KeyCounts::compare);

    assertThat(counts.toMap().keySet())
        .containsExactlyElementsOf(entries.stream().map(TopK.Entry::key).toList());
  }

  @Test
  void shouldOrderNumbersThatOccurMoreOftenThanARankHasRoomFor() {
    KeyCounts<Integer> counts = new KeyCounts<>(10);
    counts.add(1);
    counts.add(2);
    for (int i = 0; i < 34; i++) {
      KeyCounts<Integer> same = new KeyCounts<>(10);
      same.add(counts);
      counts.add(same); // twice as often
    }

    assertThat(counts.toMap()).containsExactly(Map.entry(1, 1L << 34), Map.entry(2, 1L << 34));
  }

  @Test
  void shouldAddNumbersToOtherKeysAndBack() {
    KeyCounts<Object> numbers = new KeyCounts<>(10);
    KeyCounts<Object> others = new KeyCounts<>(10);
    numbers.add(1L);
    others.add("a");
    others.add(1L);

    assertThat(numbers.fits(others)).isTrue();
    assertThat(numbers.add(others)).isTrue();
    assertThat(others.add(numbers)).isTrue();
    assertThat(numbers.toMap()).containsOnly(Map.entry(1L, 2L), Map.entry("a", 1L));
    assertThat(others.toMap()).containsOnly(Map.entry(1L, 3L), Map.entry("a", 2L));
  }
}
