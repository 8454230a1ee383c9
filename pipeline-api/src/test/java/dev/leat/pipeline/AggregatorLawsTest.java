package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the work is divided, the result is that of one accumulator from first to last. */
class AggregatorLawsTest {

  private static final Map<String, Aggregator<Integer, ?, ?>> AGGREGATORS =
      Map.ofEntries(
          Map.entry("count", Aggregators.<Integer>count()),
          Map.entry("sumLong", Aggregators.<Integer>sumLong(n -> (long) n << 40)),
          Map.entry("sumDouble", Aggregators.<Integer>sumDouble(n -> 1.0 / (n + 1))),
          Map.entry("countBy", Aggregators.<Integer, Integer>countBy(n -> n, 1_000)),
          Map.entry("topK", Aggregators.<Integer, Integer>topK(n -> n, 5, 1_000)),
          Map.entry("toList", Aggregators.<Integer>toList(1_000)),
          Map.entry("joining", joining()),
          Map.entry("toSet", Aggregators.<Integer, Object, Object>collecting(anySet())),
          Map.entry("reducing", Aggregators.<Integer>reducing((left, right) -> right)),
          Map.entry(
              "both",
              Aggregators.<Integer, Long, List<Integer>, List<?>>both(
                  Aggregators.count(), Aggregators.toList(1_000), List::of)),
          Map.entry(
              "all",
              Aggregators.<Integer, Object>all(
                  Aggregators.count(), Aggregators.countBy(n -> n % 3, 3))));

  private static Aggregator<Integer, ?, String> joining() {
    return Aggregator.<Integer, StringBuilder, String>ordered(
        StringBuilder::new, StringBuilder::append, StringBuilder::append, StringBuilder::toString);
  }

  @SuppressWarnings("unchecked") // the type of the accumulator of toSet is not known
  private static java.util.stream.Collector<Integer, Object, Object> anySet() {
    return (java.util.stream.Collector<Integer, Object, Object>)
        (java.util.stream.Collector<Integer, ?, ?>) Collectors.<Integer>toSet();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldNotDependOnTheDivision(long seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> elements = elements(random);

    for (Map.Entry<String, Aggregator<Integer, ?, ?>> entry : AGGREGATORS.entrySet()) {
      assertThat((Object) divided(entry.getValue(), elements, random))
          .as("%s of %s", entry.getKey(), elements)
          .isEqualTo(AggregatorsTest.result(entry.getValue(), elements));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldReturnTheAccumulatorThatScalarOnesWereGiven(long seed) throws Exception {
    List<Integer> elements = elements(new Random(seed));

    assertThat(Aggregators.<Integer>count().scalar()).isTrue();
    for (Map.Entry<String, Aggregator<Integer, ?, ?>> entry : AGGREGATORS.entrySet()) {
      if (entry.getValue().scalar()) {
        assertReturnsWhatItIsGiven(entry.getKey(), entry.getValue(), elements);
      }
    }
  }

  private static <A> void assertReturnsWhatItIsGiven(
      String name, Aggregator<Integer, A, ?> aggregator, List<Integer> elements) throws Exception {
    A accumulator = aggregator.create();
    for (Integer element : elements) {
      assertThat((Object) aggregator.add(accumulator, element)).as(name).isSameAs(accumulator);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.leat.pipeline.Seeds#seeds")
  void shouldKeepTheBoundsOfSpaceSaving(long seed) throws Exception {
    Random random = new Random(seed);
    int capacity = 1 + random.nextInt(20);
    List<Integer> elements = elements(random);
    Map<Integer, Long> truth =
        elements.stream().collect(Collectors.groupingBy(n -> n, Collectors.counting()));
    long bound = elements.size() / capacity;

    TopK<Integer> top = divided(Aggregators.topK(n -> n, capacity, capacity), elements, random);

    for (TopK.Entry<Integer> entry : top.entries()) {
      long count = truth.getOrDefault(entry.key(), 0L);
      assertThat(entry.error()).as("error of %s", entry).isBetween(0L, bound);
      assertThat(count).as("%s", entry).isBetween(entry.count() - entry.error(), entry.count());
    }
    List<Integer> found = top.entries().stream().map(TopK.Entry::key).toList();
    truth.forEach((key, count) -> {
      if (count > bound) {
        assertThat(found).as("keys that occur more than %d times", bound).contains(key);
      }
    });
    assertThat(top.exact()).isEqualTo(truth.size() <= capacity);
  }

  private static List<Integer> elements(Random random) {
    int size = random.nextInt(500);
    int keys = 1 + random.nextInt(60);
    return random
        .doubles(size)
        .mapToObj(share -> (int) (keys * Math.pow(share, 3)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Fills several accumulators and combines them in a random order. */
  private static <T, A, R> R divided(
      Aggregator<T, A, R> aggregator, List<T> elements, Random random) throws Exception {
    int workers = 1 + random.nextInt(6);
    List<A> accumulators = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      accumulators.add(aggregator.create());
    }
    for (int i = 0; i < elements.size(); i++) {
      int worker = aggregator.ordered() ? i * workers / elements.size() : random.nextInt(workers);
      accumulators.set(worker, aggregator.add(accumulators.get(worker), elements.get(i)));
    }
    while (accumulators.size() > 1) {
      int left = random.nextInt(accumulators.size() - 1);
      A combined = aggregator.combine(accumulators.get(left), accumulators.remove(left + 1));
      accumulators.set(left, combined);
    }
    return aggregator.finish(accumulators.get(0));
  }
}
