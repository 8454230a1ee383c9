package dev.leat.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every promise of a source that is broken is found by a test of the contract. */
class SourceContractFaultsTest {

  private static final int MANY = 200;

  /** What is wrong with a source. */
  private enum Fault {
    NONE,
    SAYS_NOTHING,
    LOSES_AN_ELEMENT,
    IGNORES_STOPS,
    STOPS_BY_ITSELF,
    HAS_POSITIONS_THAT_STAY,
    HAS_BLOCKS_THAT_OVERLAP,
    DEPENDS_ON_THE_BLOCK_BEFORE,
    HAS_LINES_THAT_STAY,
    FORGETS_TOO_EARLY,
    HAS_OTHER_POSITIONS_AGAIN,
    IS_CLOSED_ONCE_ONLY,
    BREAKS_SILENTLY,
    OPENS_WHAT_IS_NOT_THERE,
    OCCUPIES_THE_LOOP
  }

  @Test
  void shouldAcceptASourceWithoutFaults() throws Exception {
    List<ContractCall> all =
        List.of(
            SourceContractTest::shouldDescribeItself,
            SourceContractTest::shouldReadNothingOneAndMany,
            SourceContractTest::shouldGoOnAfterItWasStopped,
            SourceContractTest::shouldLetOtherThreadsReadBlocksInAnyOrder,
            SourceContractTest::shouldDescribePositions,
            SourceContractTest::shouldDescribeWhatIsNotAcknowledged,
            SourceContractTest::shouldGiveTheSamePositionsAgain,
            SourceContractTest::shouldBeClosedAtAnyTimeAndTwice,
            SourceContractTest::shouldEndWhenItIsInterrupted,
            SourceContractTest::shouldWaitForASlowSink,
            SourceContractTest::shouldBeClosedWhenTheJobFails,
            SourceContractTest::shouldBeClosedWhenTheJobIsCancelled,
            SourceContractTest::shouldBeClosedWhenTheJobIsDrained,
            SourceContractTest::shouldFailTheJobWhenItBreaks,
            SourceContractTest::shouldSayWhyItCannotBeOpened,
            SourceContractTest::shouldNotKeepAnEventLoopBusy);
    for (ContractCall test : all) {
      test.on(new Contract(Fault.NONE));
    }
  }

  @Test
  void shouldFindWhatIsWrongWithElements() {
    expect(Fault.SAYS_NOTHING, SourceContractTest::shouldDescribeItself, "says nothing");
    expect(
        Fault.LOSES_AN_ELEMENT,
        SourceContractTest::shouldReadNothingOneAndMany,
        "element 51 is not the expected one");
    expect(
        Fault.LOSES_AN_ELEMENT,
        SourceContractTest::shouldWaitForASlowSink,
        "element 51 is not the expected one");
  }

  @Test
  void shouldFindBlocksThatDoNotStopOrStopByThemselves() {
    expect(
        Fault.IGNORES_STOPS,
        SourceContractTest::shouldGoOnAfterItWasStopped,
        "a block emitted element 2 after it was told to stop");
    expect(
        Fault.STOPS_BY_ITSELF,
        SourceContractTest::shouldReadNothingOneAndMany,
        "though nobody had told it to stop");
  }

  @Test
  void shouldFindBlocksThatAreNotIndependent() {
    expect(
        Fault.DEPENDS_ON_THE_BLOCK_BEFORE,
        SourceContractTest::shouldLetOtherThreadsReadBlocksInAnyOrder,
        "is not the expected one");
  }

  @Test
  void shouldFindWrongPositions() {
    expect(
        Fault.HAS_POSITIONS_THAT_STAY,
        SourceContractTest::shouldReadNothingOneAndMany,
        "element 2 of a block has position 0; it must be greater than 0 and less than 2");
    expect(
        Fault.HAS_BLOCKS_THAT_OVERLAP,
        SourceContractTest::shouldLetOtherThreadsReadBlocksInAnyOrder,
        "but the one before ends at");
    expect(
        Fault.HAS_LINES_THAT_STAY,
        SourceContractTest::shouldDescribePositions,
        "the line of numbers:1 is 1, but that of the element before was 1");
    expect(
        Fault.FORGETS_TOO_EARLY,
        SourceContractTest::shouldDescribeWhatIsNotAcknowledged,
        "described again");
    expect(
        Fault.HAS_OTHER_POSITIONS_AGAIN,
        SourceContractTest::shouldGiveTheSamePositionsAgain,
        "the position of element 1");
  }

  @Test
  void shouldFindWhatCannotBeClosedTwice() {
    expect(
        Fault.IS_CLOSED_ONCE_ONLY,
        SourceContractTest::shouldBeClosedAtAnyTimeAndTwice,
        "maybe when it was called again");
  }

  @Test
  void shouldFindFailuresThatAreKeptSecret() {
    expect(Fault.BREAKS_SILENTLY, SourceContractTest::shouldFailTheJobWhenItBreaks, "JobException");
    expect(
        Fault.OPENS_WHAT_IS_NOT_THERE,
        SourceContractTest::shouldSayWhyItCannotBeOpened,
        "JobException");
  }

  @Test
  void shouldMeasureTheTimeOnALoop() throws Exception {
    ObservedSource<Integer> source =
        new ObservedSource<>(new Numbers(MANY, Fault.OCCUPIES_THE_LOOP, new AtomicInteger()));
    LaneReader<Integer> reader = source.lanes(TestContext.of("loop")).getFirst().open();
    Block<Integer> block = reader.next();
    assertThat(block).isNotNull();
    Thread loop = new Thread(() -> read(block), "leat-loop-7");
    loop.start();

    assertThat(loop.join(Duration.ofSeconds(20))).isTrue();
    assertThat(source.longestOnLoop()).isGreaterThan(Duration.ofMillis(50));
  }

  private interface ContractCall {
    void on(SourceContractTest<Integer> contract) throws Exception;
  }

  private static void expect(Fault fault, ContractCall test, String message) {
    assertThatThrownBy(() -> test.on(new Contract(fault)))
        .as("%s", fault)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  private static void read(@Nullable Block<Integer> block) {
    try {
      LaneRun.read(Objects.requireNonNull(block), Integer.MAX_VALUE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The contract of a source with a fault. */
  private static final class Contract extends SourceContractTest<Integer> {

    private final Fault fault;
    private final AtomicInteger times = new AtomicInteger();

    Contract(Fault fault) {
      this.fault = fault;
    }

    @Override
    protected Integer element(int index) {
      return index;
    }

    @Override
    protected Source<Integer> source(List<Integer> elements) {
      return new Numbers(elements.size(), fault, times);
    }

    @Override
    protected Source<Integer> broken(List<Integer> elements) {
      return fault == Fault.BREAKS_SILENTLY
          ? source(elements)
          : new Numbers(-elements.size(), fault, times);
    }

    @Override
    protected Source<Integer> unusable() {
      return fault == Fault.OPENS_WHAT_IS_NOT_THERE
          ? new Numbers(0, Fault.NONE, times)
          : new Numbers(0, Fault.OPENS_WHAT_IS_NOT_THERE, times);
    }

    @Override
    protected int many() {
      return MANY;
    }
  }

  /**
   * Numbers from 0 up in blocks of two.
   *
   * @param count how many; breaks after the first half of them if negative
   * @param times how many readers were opened
   */
  private record Numbers(int count, Fault fault, AtomicInteger times) implements Source<Integer> {

    @Override
    public String describe() {
      return fault == Fault.SAYS_NOTHING ? " " : "numbers";
    }

    @Override
    public List<Lane<Integer>> lanes(ConnectorContext context) throws IOException {
      if (count == 0 && fault == Fault.OPENS_WHAT_IS_NOT_THERE) {
        throw new IOException("there are no numbers");
      }
      return List.of(new NumbersLane(this));
    }
  }

  private record NumbersLane(Numbers numbers) implements Lane<Integer> {

    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public LaneReader<Integer> open() {
      return new NumbersReader(numbers);
    }
  }

  private static final class NumbersReader implements LaneReader<Integer> {

    private final Numbers numbers;
    private final long base;
    private final AtomicInteger shared = new AtomicInteger();
    private int next;
    private volatile long forgotten = -1;
    private boolean closed;

    NumbersReader(Numbers numbers) {
      this.numbers = numbers;
      int time = numbers.times().getAndIncrement();
      base = has(Fault.HAS_OTHER_POSITIONS_AGAIN) ? time : 0;
    }

    boolean has(Fault fault) {
      return numbers.fault() == fault;
    }

    @Override
    public @Nullable Block<Integer> next() throws IOException {
      int count = numbers.count();
      if (count < 0 && next >= -count / 2) {
        throw new IOException("the connection is lost");
      }
      if (next >= Math.abs(count)) {
        return null;
      }
      int from = next;
      next = Math.min(Math.abs(count), from + 2);
      return new NumbersBlock(this, from, next);
    }

    @Override
    public Position describe(long position) {
      if (position <= forgotten) {
        return Position.NONE;
      }
      return new Position("numbers", has(Fault.HAS_LINES_THAT_STAY) ? 1 : position + 1, -1);
    }

    @Override
    public void acknowledged(long position) {
      forgotten = has(Fault.FORGETS_TOO_EARLY) ? position : position - 1;
    }

    @Override
    public void close() {
      if (closed && has(Fault.IS_CLOSED_ONCE_ONLY)) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }

  private static final class NumbersBlock implements Block<Integer> {

    private final NumbersReader reader;
    private final int first;
    private final int end;
    private int next;

    NumbersBlock(NumbersReader reader, int first, int end) {
      this.reader = reader;
      this.first = first;
      this.end = end;
      next = first;
    }

    @Override
    public boolean read(Emitter<? super Integer> out) {
      if (reader.has(Fault.OCCUPIES_THE_LOOP)) {
        long until = System.nanoTime() + Duration.ofMillis(60).toNanos();
        while (System.nanoTime() < until) {
          LockSupport.parkNanos(until - System.nanoTime());
        }
      }
      if (reader.has(Fault.LOSES_AN_ELEMENT) && first == 50 && next == 50) {
        next++;
      }
      boolean room = true;
      while (next < end && (room || reader.has(Fault.IGNORES_STOPS))) {
        int number = next++;
        long at = reader.has(Fault.HAS_POSITIONS_THAT_STAY) ? first : number;
        boolean depends = reader.has(Fault.DEPENDS_ON_THE_BLOCK_BEFORE);
        room = out.emit(depends ? reader.shared.getAndIncrement() : number, reader.base + at);
        if (reader.has(Fault.STOPS_BY_ITSELF)) {
          break;
        }
      }
      return next == end;
    }

    @Override
    public long from() {
      return reader.has(Fault.HAS_BLOCKS_THAT_OVERLAP) ? 0 : reader.base + first;
    }

    @Override
    public long to() {
      return reader.base + end;
    }

    @Override
    public long weight() {
      return (long) end - first;
    }
  }
}
