package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.IndexedBlock;
import dev.leat.pipeline.connector.Sinks;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks whose elements are taken by their index, by one thread or shared among workers. */
class IndexedBlockTest {

  private static final int SIZE = 500;

  private final ConcurrentMap<Long, Integer> taken = new ConcurrentHashMap<>();

  /** A source with one block. */
  private NumberSource source(LongFunction<@Nullable Long> elements) {
    return source(SIZE, elements);
  }

  private NumberSource source(int size, LongFunction<@Nullable Long> elements) {
    return new NumberSource(1) {
      @Override
      public @Nullable Block<Long> next() {
        return super.next() == null ? null : new Numbers(size, elements);
      }
    };
  }

  private final class Numbers implements IndexedBlock<Long> {

    private final int size;
    private final LongFunction<@Nullable Long> elements;

    Numbers(int size, LongFunction<@Nullable Long> elements) {
      this.size = size;
      this.elements = elements;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    @SuppressWarnings("NullAway") // what the runtime does with null is tested here
    public Long get(int index) {
      taken.merge((long) index, 1, Integer::sum);
      return elements.apply(index);
    }

    @Override
    public boolean read(Emitter<? super Long> out) {
      assertThat(size).isZero();
      return true;
    }

    @Override
    public long from() {
      return 0;
    }
  }

  /** How the elements are taken: by one thread, or by several. */
  static Stream<Named<UnaryOperator<Stage<Long>>>> models() {
    return Stream.of(
        Named.of("sequential", stage -> stage.map(n -> n)),
        Named.of("parallel", stage -> stage.cpu("cpu", n -> n)));
  }

  private static List<Long> numbers(long to) {
    return LongStream.range(0, to).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldTakeEachElementOnceAndKeepTheOrder(UnaryOperator<Stage<Long>> model) {
    try (LocalRuntime runtime = LocalRuntime.builder().cores(3).specializeAfter(0).build()) {
      assertThat(runtime.collect(model.apply(source(n -> n).stage()))).isEqualTo(numbers(SIZE));
    }

    assertThat(taken).hasSize(SIZE).allSatisfy((n, times) -> assertThat(times).isOne());
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldDeliverWhatComesBeforeAnElementThatCannotBeRead(UnaryOperator<Stage<Long>> model) {
    ProbeSink<Long> sink = new ProbeSink<>();
    NumberSource source =
        source(n -> {
          if (n == 300) {
            throw new IllegalStateException("gone");
          }
          return n;
        });
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.run(model.apply(source.stage()).to(sink)))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("could not read numbers: gone");
    }

    assertThat(sink.elements()).containsExactlyElementsOf(numbers(300));
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldSayWhereTheSourceEmittedNull(UnaryOperator<Stage<Long>> model) {
    Stage<Long> stage = model.apply(source(n -> n == 300 ? null : n).stage());
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() -> runtime.run(stage.to(Sinks.discard())))
          .isInstanceOfSatisfying(
              StageException.class, e -> assertThat(e.position().line()).isEqualTo(301))
          .hasMessageContaining("the source emitted null");
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldTakeNothingOutOfAnEmptyBlock(UnaryOperator<Stage<Long>> model) {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThat(runtime.collect(model.apply(source(0, n -> n).stage()))).isEmpty();
    }
  }
}
