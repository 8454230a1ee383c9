package dev.leat.runtime;

import dev.leat.runtime.eventloop.EventLoopOptions;
import dev.leat.runtime.eventloop.EventLoops;
import dev.leat.runtime.eventloop.LoopTransport;
import dev.leat.runtime.execution.Watchdog;
import dev.leat.runtime.plan.PlanSettings;
import dev.leat.runtime.scheduler.InlineSchedulers;
import dev.leat.runtime.scheduler.LocalSchedulers;
import dev.leat.runtime.scheduler.Schedulers;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings for a {@link LocalRuntime}. Not thread-safe.
 *
 * {@snippet :
 * LocalRuntime runtime = LocalRuntime.builder().cores(2).grace(Duration.ofSeconds(1)).build();
 * }
 */
public final class LocalRuntimeBuilder {

  private int cores = Runtime.getRuntime().availableProcessors();
  private int chunkElements = 1_024;
  private int edgeElements = 16_384;
  private long specializeAfter = PlanSettings.SPECIALIZE_AFTER;
  private boolean fixUntried;
  private Duration grace = Duration.ofSeconds(5);
  private boolean watched = true;
  private @Nullable Duration loopBudget;
  private @Nullable Duration stallLimit;
  private @Nullable Duration recordedWaits;
  private EventLoopOptions loops = EventLoopOptions.defaults();
  private OptionalLong inlineSeed = OptionalLong.empty();
  private @Nullable Supplier<EventLoops> ownLoops;
  private @Nullable Timers timers;

  LocalRuntimeBuilder() {}

  /** How many workers compute; by default as many as the machine has cores. */
  public LocalRuntimeBuilder cores(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("cores must be at least 1, not " + workers);
    }
    cores = workers;
    return this;
  }

  /** The most elements that are handed over at once; by default 1,024. */
  public LocalRuntimeBuilder chunkElements(int elements) {
    chunkElements = elements;
    return this;
  }

  /** The most elements that wait between two segments; by default 16,384. */
  public LocalRuntimeBuilder edgeElements(int elements) {
    edgeElements = elements;
    return this;
  }

  /**
   * How many elements a segment of a job processes before it goes on with operators whose code
   * belongs to its stages alone, which the JVM compiles into one loop; by default 50,000. That code
   * is faster, but takes some milliseconds to make, and profilers and coverage tools show it as
   * copies of the operators' classes. {@link Long#MAX_VALUE} is never.
   */
  public LocalRuntimeBuilder specializeAfter(long elements) {
    specializeAfter = elements;
    return this;
  }

  /**
   * With {@link #specializeAfter}: goes on with a fixed chain at once, whether or not it is faster.
   * For tests, whose jobs are too short to be measured.
   */
  LocalRuntimeBuilder fixUntried() {
    fixUntried = true;
    return this;
  }

  /**
   * How long something may take to stop when a job fails or is cancelled, before its thread is
   * interrupted; by default 5 s.
   */
  public LocalRuntimeBuilder grace(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("grace must be longer than zero, not " + limit);
    }
    grace = limit;
    return this;
  }

  /**
   * How long a stage may hold an event loop at once, waiting or computing, before that is one of
   * the {@link dev.leat.pipeline.Job#findings findings} of its job; by default 50 ms, for jobs that
   * start in a test under {@code @LeatTest} 25 ms; at least 20 ms. It is seen in steps of 10 ms.
   */
  public LocalRuntimeBuilder loopBudget(Duration most) {
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException("loopBudget must be longer than zero, not " + most);
    }
    loopBudget = most;
    return this;
  }

  /**
   * For how long a job may move no element, while a stage has some, before the stages that hold it
   * up are findings; by default 30 s, for jobs that start in a test under {@code @LeatTest} 2 s.
   */
  public LocalRuntimeBuilder stallLimit(Duration most) {
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException("stallLimit must be longer than zero, not " + most);
    }
    stallLimit = most;
    return this;
  }

  /**
   * Also uses the flight recorder of the JVM: each single wait on an event loop or a worker that
   * lasts for so long is a finding, and each coroutine that is pinned for so long. It is told a
   * second or so later, if its job still runs. Off by default, because the recorder takes a quarter
   * of a second to start and some CPU; 10 ms is a good value, 1 ms in tests.
   *
   * @param shortest at least 1 ms
   */
  public LocalRuntimeBuilder recordWaits(Duration shortest) {
    if (shortest.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("recordWaits needs at least 1 ms, not " + shortest);
    }
    recordedWaits = shortest;
    return this;
  }

  /** Does not look at what stages do: no job has findings, and there is no thread that looks. */
  public LocalRuntimeBuilder withoutWatchdog() {
    watched = false;
    return this;
  }

  /** How many event loops there are; by default one on two cores, else two. */
  public LocalRuntimeBuilder eventLoops(int number) {
    loops = loops.withLoops(number);
    return this;
  }

  /** What the event loops stand on; by default NIO, which needs no native library. */
  public LocalRuntimeBuilder transport(LoopTransport transport) {
    loops = loops.withTransport(transport);
    return this;
  }

  /**
   * Event loops that are made elsewhere, for instance those of a Vert.x of one's own: {@code
   * eventLoops(() -> EventLoops.borrow(vertx))}. Called when they are first needed; what it returns
   * is closed with the runtime, which leaves a borrowed Vert.x open.
   */
  public LocalRuntimeBuilder eventLoops(Supplier<EventLoops> maker) {
    ownLoops = Objects.requireNonNull(maker, "maker");
    return this;
  }

  /** Another clock, for tests. */
  public LocalRuntimeBuilder timers(Timers clock) {
    timers = clock;
    return this;
  }

  /** Runs every execution model on one thread, in an order that the seed decides. */
  public LocalRuntimeBuilder inline(long seed) {
    inlineSeed = OptionalLong.of(seed);
    return this;
  }

  private Supplier<EventLoops> loopsMaker() {
    EventLoopOptions options = loops;
    return ownLoops == null ? () -> EventLoops.create(options) : ownLoops;
  }

  /** Makes the runtime. */
  public LocalRuntime build() {
    boolean inline = inlineSeed.isPresent();
    PlanSettings settings =
        new PlanSettings(
            inline ? 1 : cores,
            chunkElements,
            256 * 1_024,
            edgeElements,
            inline,
            specializeAfter,
            fixUntried);
    Schedulers schedulers =
        inline
            ? new InlineSchedulers(inlineSeed.getAsLong(), timers)
            : new LocalSchedulers(cores, timers, loopsMaker());
    Watchdog watchdog =
        watched && !inline ? new Watchdog(schedulers, loopBudget, stallLimit, recordedWaits) : null;
    return new LocalRuntime(schedulers, settings, grace, watchdog);
  }
}
