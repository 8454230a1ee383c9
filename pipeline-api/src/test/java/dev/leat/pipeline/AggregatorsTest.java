package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AggregatorsTest {

  private static final List<String> WORDS = List.of("b", "a", "c", "a", "b", "a", "d");

  @Test
  void shouldCount() throws Exception {
    assertThat(result(Aggregators.count(), WORDS)).isEqualTo(7);
    assertThat(result(Aggregators.count(), List.of())).isZero();
  }

  @Test
  void shouldSum() throws Exception {
    assertThat(result(Aggregators.<String>sumLong(s -> s.charAt(0) - 'a'), WORDS)).isEqualTo(7);
    assertThat(result(Aggregators.<String>sumDouble(s -> 0.5), WORDS)).isEqualTo(3.5);
  }

  @Test
  void shouldCountByKeyMostFrequentFirst() throws Exception {
    Map<String, Long> counts = result(Aggregators.countBy(s -> s, 4), WORDS);

    assertThat(counts)
        .containsExactly(
            Map.entry("a", 3L), Map.entry("b", 2L), Map.entry("c", 1L), Map.entry("d", 1L));
    assertThatThrownBy(counts::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldNameTheLimitWhenThereAreTooManyKeys() {
    assertThatThrownBy(() -> result(Aggregators.countBy(s -> s, 3), WORDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("countBy met more than its limit of 3 different keys")
        .hasMessageContaining("raise maxKeys")
        .hasMessageContaining("topK");
  }

  @Test
  void shouldNameTheLimitWhenWorkersTogetherHaveTooManyKeys() throws Exception {
    CountBy<String, String> countBy = new CountBy<>(s -> s, 2);
    KeyCounts<String> left = countBy.add(countBy.add(countBy.create(), "a"), "b");
    KeyCounts<String> right = countBy.add(countBy.create(), "c");

    assertThatThrownBy(() -> countBy.combine(left, right)).hasMessageContaining("limit of 2");
  }

  @Test
  void shouldRefuseNullKeys() {
    Aggregator<String, ?, Map<String, Long>> countBy =
        Aggregators.countBy(AggregatorsTest::none, 3);
    Aggregator<String, ?, TopK<String>> topK = Aggregators.topK(AggregatorsTest::none, 1, 3);

    assertThatThrownBy(() -> result(countBy, WORDS)).hasMessage("the key of an element is null");
    assertThatThrownBy(() -> result(topK, WORDS)).hasMessage("the key of an element is null");
  }

  @SuppressWarnings("NullAway") // what a user without a checker may do
  private static String none(String s) {
    return null;
  }

  @Test
  void shouldFindTheMostFrequentKeys() throws Exception {
    TopK<String> top = result(Aggregators.topK(s -> s, 3, 100), WORDS);

    assertThat(top.exact()).isTrue();
    assertThat(top.entries())
        .containsExactly(
            new TopK.Entry<>("a", 3, 0), new TopK.Entry<>("b", 2, 0), new TopK.Entry<>("c", 1, 0));
  }

  @Test
  void shouldFindNoKeysInAnEmptyStream() throws Exception {
    assertThat(result(Aggregators.topK(s -> s, 3, 100), List.of()))
        .isEqualTo(new TopK<>(List.of(), true));
  }

  @Test
  void shouldStayExactUpToTheLastKeyThatHasRoom() throws Exception {
    assertThat(result(Aggregators.topK(s -> s, 1, 4), WORDS).exact()).isTrue();
    assertThat(result(Aggregators.topK(s -> s, 1, 3), WORDS).exact()).isFalse();
  }

  @Test
  void shouldAcceptKeysWithoutAnOrder() throws Exception {
    List<Object> keys = List.of(List.of(1), 2, List.of(2), "x");

    assertThat(result(Aggregators.topK(s -> s, 4, 4), keys).entries()).hasSize(4);
    assertThat(result(Aggregators.countBy(s -> s, 4), keys)).hasSize(4);
  }

  @Test
  void shouldListInOrderUpToTheMaximum() throws Exception {
    assertThat(result(Aggregators.toList(7), WORDS)).isEqualTo(WORDS);
    assertThatThrownBy(() -> result(Aggregators.toList(6), WORDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("toList met more than its limit of 6 elements");
  }

  @Test
  void shouldUseCollectors() throws Exception {
    assertThat(result(Aggregators.collecting(Collectors.joining()), WORDS)).isEqualTo("bacabad");
    assertThat(Aggregators.collecting(Collectors.joining()).ordered()).isTrue();
    assertThat(Aggregators.collecting(Collectors.toSet()).ordered()).isFalse();
  }

  @Test
  void shouldComputeTwoResultsAtOnce() throws Exception {
    Aggregator<String, ?, String> both =
        Aggregators.both(
            Aggregators.count(), Aggregators.collecting(Collectors.joining()), (n, s) -> n + s);

    assertThat(result(both, WORDS)).isEqualTo("7bacabad");
    assertThat(both.ordered()).isTrue();
    assertThat(Aggregators.both(Aggregators.count(), Aggregators.count(), Long::sum).ordered())
        .isFalse();
  }

  @Test
  void shouldComputeSeveralResultsAtOnce() throws Exception {
    Aggregator<String, ?, List<Long>> all =
        Aggregators.all(
            Aggregators.count(), Aggregators.sumLong(String::length), Aggregators.count());

    assertThat(result(all, WORDS)).containsExactly(7L, 7L, 7L);
  }

  @Test
  void shouldRefuseLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> Aggregators.countBy(s -> s, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("countBy needs maxKeys of at least 1, not 0");
    assertThatThrownBy(() -> Aggregators.topK(s -> s, 0, 5))
        .hasMessage("topK needs k of at least 1, not 0");
    assertThatThrownBy(() -> Aggregators.topK(s -> s, 6, 5))
        .hasMessage("topK needs maxKeys of at least k, not 5 with k = 6");
    assertThatThrownBy(() -> Aggregators.countBy(s -> s, Integer.MAX_VALUE))
        .hasMessage("countBy needs maxKeys of at most 268435456, not 2147483647");
    assertThatThrownBy(() -> Aggregators.toList(0))
        .hasMessage("toList needs max of at least 1, not 0");
  }

  @Test
  void shouldNotOverflowTheAccumulatorOfALongStream() throws Exception {
    List<Integer> numbers = IntStream.range(0, 100_000).boxed().toList();

    assertThat(result(Aggregators.<Integer>sumLong(n -> n), numbers)).isEqualTo(4_999_950_000L);
  }

  static <T, A, R> R result(Aggregator<T, A, R> aggregator, List<? extends T> elements)
      throws Exception {
    A accumulator = aggregator.create();
    for (T element : elements) {
      accumulator = aggregator.add(accumulator, element);
    }
    return aggregator.finish(accumulator);
  }
}
