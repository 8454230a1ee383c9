package dev.leat.pipeline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.ReadBlocks.At;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

  @Test
  void shouldReadGivenElementsWithPositions() throws Exception {
    assertThat(ReadBlocks.all(Sources.of("a", "b")))
        .containsExactly(new At<>("a", 0), new At<>("b", 1));
    assertThat(ReadBlocks.all(Sources.of())).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what a user without a checker may do
  void shouldRefuseNullElementsAtOnce() {
    assertThatThrownBy(() -> Sources.of("a", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("element");
  }

  @Test
  void shouldNotSeeLaterChangesOfTheArray() throws Exception {
    String[] array = {"a"};
    Source<String> source = Sources.of(array);
    array[0] = "b";

    assertThat(ReadBlocks.all(source)).containsExactly(new At<>("a", 0));
  }

  @Test
  void shouldReadIterablesOfManyBlocksAnew() throws Exception {
    List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
    Source<Integer> source = Sources.from(numbers);

    for (int job = 0; job < 2; job++) {
      assertThat(ReadBlocks.all(source)).extracting(At::element).isEqualTo(numbers);
    }
    assertThat(source.finite()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 16_383, 16_384, 16_385, 40_000})
  void shouldReadRangesWithPositionsFromZero(long count) throws Exception {
    List<At<Long>> expected = LongStream.range(0, count).mapToObj(n -> new At<>(n - 7, n)).toList();

    assertThat(ReadBlocks.all(Sources.range(-7, count - 7))).isEqualTo(expected);
  }

  @Test
  void shouldKnowTheSizeOfARange() throws Exception {
    assertThat(Sources.range(5, 8).lanes(ReadBlocks.CONTEXT).get(0).size()).isEqualTo(3);
    assertThat(Sources.range(5, 8).describe()).isEqualTo("range 5..8");
  }

  @Test
  void shouldReadTheEndOfTheLongs() throws Exception {
    assertThat(ReadBlocks.all(Sources.range(Long.MAX_VALUE - 2, Long.MAX_VALUE)))
        .containsExactly(new At<>(Long.MAX_VALUE - 2, 0), new At<>(Long.MAX_VALUE - 1, 1));
  }

  @Test
  void shouldRefuseRangesThatGoDownOrAreTooLong() {
    assertThatThrownBy(() -> Sources.range(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not from 3 to 2");
    assertThatThrownBy(() -> Sources.range(-2, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_000})
  void shouldGoOnWhereTheEmitterSaidStop(int room) throws Exception {
    Block<Long> numbers = block(Sources.range(10, 15));
    Block<String> elements = block(Sources.of("a", "b", "c"));

    assertThat(ReadBlocks.read(numbers, room))
        .extracting(At::element)
        .containsExactly(10L, 11L, 12L, 13L, 14L);
    assertThat(ReadBlocks.read(elements, room))
        .extracting(At::position)
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void shouldTellTheBoundsOfBlocks() throws Exception {
    LaneReader<Long> reader = Sources.range(100, 20_000).lanes(ReadBlocks.CONTEXT).get(0).open();
    Block<Long> first = ReadBlocks.next(reader);
    Block<Long> second = ReadBlocks.next(reader);

    assertThat(first.from()).isZero();
    assertThat(second.from()).isEqualTo(first.to());
    assertThat(second.to()).isEqualTo(19_900);
    assertThat(first.weight() + second.weight()).isEqualTo(19_900);
  }

  @Test
  void shouldNotKeepAnElementOfAnEndlessIteratorUntilTheNextOneComes() throws Exception {
    Source<Integer> source = Sources.endless(() -> IntStream.iterate(0, n -> n + 1).iterator());
    LaneReader<Integer> reader = source.lanes(ReadBlocks.CONTEXT).get(0).open();

    for (int i = 0; i < 3; i++) {
      Block<Integer> block = ReadBlocks.next(reader);
      assertThat(ReadBlocks.read(block, 10)).containsExactly(new At<>(i, i));
    }
    assertThat(source.finite()).isFalse();
    assertThat(reader.describe(4).toString()).isEqualTo("endless iterator:5");
  }

  @Test
  void shouldFailWhenAnEndlessIteratorCannotBeMade() throws Exception {
    Source<Integer> source =
        Sources.endless(() -> {
          throw new IOException("no ticks");
        });
    Lane<Integer> lane = source.lanes(ReadBlocks.CONTEXT).get(0);

    assertThatThrownBy(lane::open).isInstanceOf(IOException.class).hasMessage("no ticks");
  }

  @Test
  void shouldDeliverWhatCameBeforeAFailingIterator() throws Exception {
    Source<Integer> source = Sources.from(() -> failingAfter(2));
    LaneReader<Integer> reader = source.lanes(ReadBlocks.CONTEXT).get(0).open();

    List<At<Integer>> read = new ArrayList<>();
    // A block ends early when its elements take their time.
    while (read.size() < 2) {
      read.addAll(ReadBlocks.read(ReadBlocks.next(reader), 10));
    }

    assertThat(read).containsExactly(new At<>(0, 0), new At<>(1, 1));
    assertThatThrownBy(reader::next).hasMessage("failed after 2");
  }

  private static Iterator<Integer> failingAfter(int count) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Integer next() {
        if (next == count) {
          throw new NoSuchElementException("failed after " + count);
        }
        return next++;
      }
    };
  }

  @Test
  @SuppressWarnings("NullAway") // what a user without a checker may do
  void shouldReportNullsOfIterators() throws Exception {
    LaneReader<String> reader =
        Sources.from(java.util.Arrays.asList("a", null)).lanes(ReadBlocks.CONTEXT).get(0).open();

    assertThat(reader.next()).isNotNull();
    assertThatThrownBy(reader::next).hasMessage("the iterator returned null");
  }

  @Test
  void shouldReadPublishersOfTheJdk() throws Exception {
    SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
    List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
    LaneReader<Integer> reader =
        Sources.fromFlow(publisher).lanes(ReadBlocks.CONTEXT).get(0).open();
    Thread.ofVirtual().start(() -> submit(publisher, numbers));

    assertThat(ReadBlocks.all(reader)).extracting(At::element).isEqualTo(numbers);
  }

  private static void submit(SubmissionPublisher<Integer> publisher, List<Integer> numbers) {
    try (publisher) {
      numbers.forEach(publisher::submit);
    }
  }

  private static <T> Block<T> block(Source<T> source) throws Exception {
    return ReadBlocks.next(source.lanes(ReadBlocks.CONTEXT).get(0).open());
  }
}
