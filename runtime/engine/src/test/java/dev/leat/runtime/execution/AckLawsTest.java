package dev.leat.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.plan.Plan;
import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.plan.Planner;
import dev.leat.runtime.scheduler.InlineSchedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the chunks of a lane, each of its ranges is complete exactly when nothing
 * holds a part of it any more, and the lane learns the end of all that are complete before the
 * first one that is not. The seed is the argument of the test.
 */
@Timeout(60)
class AckLawsTest {

  private final InlineSchedulers schedulers = new InlineSchedulers(0, null);
  private final AtomicInteger rooms = new AtomicInteger();
  private final AtomicInteger overs = new AtomicInteger();
  private final Told told = new Told();
  private final LaneAccount lane = lane();

  @AfterEach
  void close() {
    schedulers.close(Duration.ofSeconds(1));
  }

  private LaneAccount lane() {
    Plan plan =
        Planner.plan(
            Pipeline.named("laws").from(Sources.of(1)).to(Sinks.discard()),
            PlanSettings.defaults(1));
    JobRun job =
        new JobRun(
            plan, schedulers, new OperatorClasses(), Duration.ofSeconds(1), null, ended -> {});
    LaneAccount account =
        new LaneAccount(job, plan.graph().stage(0), "lane", rooms::incrementAndGet);
    account.opened(told);
    account.whenOver(overs::incrementAndGet);
    return account;
  }

  /** What the lane was told. */
  private static final class Told implements LaneAccount.Positions {

    private long acknowledged;
    private boolean fellBack;

    @Override
    public Position describe(long position) {
      return new Position("lane", -1, position);
    }

    @Override
    public long done(long position) {
      return position;
    }

    @Override
    public synchronized void acknowledged(long position) {
      fellBack |= position <= acknowledged;
      acknowledged = position;
    }
  }

  /** A piece of the lane without elements. */
  private record Piece(long from, long to) implements Block<Object> {

    @Override
    public boolean read(Emitter<? super Object> out) {
      return true;
    }

    @Override
    public long weight() {
      return 1;
    }
  }

  /** What a chunk or an open batch holds, and which ranges that is. */
  private record Holder(AckSet acks, List<Integer> ranges) {}

  /** A plain account: how often each range is held. */
  private static final class Model {

    private final List<Long> ends = new ArrayList<>();
    private final List<Integer> held = new ArrayList<>();

    long end() {
      return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
    }

    int add(long end) {
      ends.add(end);
      held.add(1);
      return ends.size() - 1;
    }

    void change(List<Integer> ranges, int by) {
      ranges.forEach(range -> held.set(range, held.get(range) + by));
    }

    long delivered() {
      int complete = 0;
      while (complete < held.size() && held.get(complete) == 0) {
        complete++;
      }
      return complete == 0 ? 0 : ends.get(complete - 1);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("leat.seeds", 300));
  }

  /** Random steps of a lane through a job. */
  private final class Steps {

    private final Random random;
    private final Model model = new Model();
    private final List<Holder> holders = new ArrayList<>();

    Steps(long seed) {
      random = new Random(seed);
    }

    void next() {
      int step = holders.isEmpty() ? 0 : random.nextInt(5);
      switch (step) {
        case 0 -> begin();
        case 1 -> branch(any());
        case 2, 3 -> collect();
        default -> drop(holders.remove(random.nextInt(holders.size())));
      }
    }

    private Holder any() {
      return holders.get(random.nextInt(holders.size()));
    }

    /** The lane sends a block. */
    void begin() {
      long from = model.end();
      long to = from + 1 + random.nextInt(9);
      AckSet acks = lane.begin(new Piece(from, to));
      holders.add(new Holder(acks, List.of(model.add(to))));
    }

    /** A chunk goes to one receiver more. */
    private void branch(Holder holder) {
      holder.acks().retain();
      model.change(holder.ranges(), 1);
      holders.add(holder);
    }

    /** Elements of several chunks make a new one, such as a batch, or chunks of another size. */
    private void collect() {
      AckSet.Builder builder = new AckSet.Builder();
      List<Integer> ranges = new ArrayList<>();
      AckSet last = AckSet.NONE;
      for (int i = random.nextInt(6); i > 0; i--) {
        Holder holder = any();
        for (int elements = 1 + random.nextInt(3); elements > 0; elements--) {
          builder.add(holder.acks());
        }
        if (holder.acks() != last) {
          ranges.addAll(holder.ranges());
          last = holder.acks();
        }
      }
      model.change(ranges, 1);
      holders.add(new Holder(builder.take(), ranges));
      assertThat(builder.take()).as("what is left").isSameAs(AckSet.NONE);
    }

    /** All elements of a chunk are dealt with: delivered, skipped, filtered or dead letters. */
    private void drop(Holder holder) {
      holder.acks().release();
      model.change(holder.ranges(), -1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldTellTheEndOfWhatNothingHolds(long seed) {
    Steps steps = new Steps(seed);

    for (int i = 0; i < 400; i++) {
      steps.next();
      assertThat(told.acknowledged).as("after step %d", i).isEqualTo(steps.model.delivered());
    }
    lane.end();
    Collections.shuffle(steps.holders, steps.random);
    for (Holder holder : steps.holders) {
      assertThat(overs).hasValue(lane.underWay() == 0 ? 1 : 0);
      steps.drop(holder);
      assertThat(told.acknowledged).isEqualTo(steps.model.delivered());
    }

    assertThat(told.acknowledged).isEqualTo(steps.model.end());
    assertThat(told.fellBack).isFalse();
    assertThat(overs).hasValue(1);
    assertThat(lane.underWay()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldTellTheEndOnceWhenThreadsReleaseAtOnce(long seed) throws Exception {
    Steps steps = new Steps(seed);
    steps.begin();
    for (int i = 0; i < 100; i++) {
      steps.next();
    }
    lane.end();
    Collections.shuffle(steps.holders, steps.random);
    int threads = 3;
    CountDownLatch start = new CountDownLatch(1);

    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        done.add(
            pool.submit(() -> {
              start.await();
              for (int i = first; i < steps.holders.size(); i += threads) {
                steps.holders.get(i).acks().release();
              }
              return null;
            }));
      }
      start.countDown();
      for (Future<?> end : done) {
        end.get(20, TimeUnit.SECONDS);
      }
    }

    assertThat(told.acknowledged).isEqualTo(steps.model.end());
    assertThat(told.fellBack).isFalse();
    assertThat(overs).hasValue(1);
  }

  @Test
  void shouldNoticeARangeThatIsReleasedTooOften() {
    AckSet acks = lane.begin(new Piece(0, 3));
    acks.release();

    assertThatThrownBy(acks::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("range lane[0, 3) was released more often than retained");
  }

  @Test
  void shouldNoticeARangeThatIsRetainedTooLate() {
    AckSet acks = lane.begin(new Piece(0, 3));
    acks.release();

    assertThatThrownBy(acks::retain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("range lane[0, 3) was complete already");
  }

  @Test
  void shouldHaveNoRoomBehindTheOldestRangeForever() {
    AckSet oldest = lane.begin(new Piece(0, 1));
    long position = 1;
    while (!lane.full()) {
      lane.begin(new Piece(position, position + 1)).release();
      position++;
    }
    assertThat(lane.underWay()).isEqualTo(65_536);
    assertThat(rooms).hasValue(0);

    oldest.release();

    assertThat(lane.full()).isFalse();
    assertThat(rooms).hasValue(1);
    assertThat(told.acknowledged).isEqualTo(position);
  }
}
