package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
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
}
