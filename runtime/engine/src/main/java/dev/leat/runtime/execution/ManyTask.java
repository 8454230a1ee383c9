package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.concurrent.Queues;

/**
 * Runs a stage that waits for any number of results per element: subscribes to so many publishers
 * at a time, asks each for a few results ahead, and emits them, in the order of the elements unless
 * the stage is unordered.
 *
 * <p>All state belongs to the thread that drains the task; a publisher's results wait in a queue of
 * its own, no more than were asked for.
 */
final class ManyTask extends Task {

  private static final int PREFETCH = 32;
  private static final long TURN_NANOS = 1_000_000;

  private final StageRun stage;
  private final CallPolicy policy;
  private final CheckedFunction<Object, Object> function;
  private final Inbox inbox;
  private final PendingInput input;
  private final Cursor cursor;
  private final StageOutput output;
  private final Timers timers;
  private final Deque<Inner> underWay = new ArrayDeque<>();
  private final Queue<Inner> late = Queues.<Inner>unboundedMultiproducer().get();
  private final AtomicInteger subscribed = new AtomicInteger();
  private volatile boolean failing;
  private boolean unwanted;
  private boolean ended;

  ManyTask(
      Assignment assignment,
      StageRun stage,
      CallPolicy policy,
      CheckedFunction<Object, Object> function) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.stage = stage;
    this.policy = policy;
    this.function = function;
    this.cursor = new Cursor(job());
    this.timers = assignment.job().timers();
    this.inbox = new Inbox(this::signal);
    this.input = new PendingInput(inbox);
    this.output = new StageOutput(this, assignment, stage, cursor);
  }

  Inbox inbox() {
    return inbox;
  }

  Ports ports() {
    return output.ports();
  }

  @Override
  boolean drain() {
    // Also what went wrong here does not matter if the stream has ended before it.
    unwanted |= ended && !job().stopping() && output.cancelled();
    if (unwanted) {
      input.abandon();
    }
    if (ended) {
      return false;
    }
    long begin = System.nanoTime();
    boolean progress = true;
    boolean others = false;
    while (progress && !others && !ended && !unwanted) {
      if (job().stopping()) {
        abort();
      } else if (output.cancelled()) {
        unwanted = true;
        underWay.forEach(Inner::cancel);
        underWay.clear();
        input.abandon();
      } else {
        progress = giveUpLate();
        progress |= emit();
        progress |= subscribe(begin);
        others = progress && System.nanoTime() - begin > TURN_NANOS;
      }
    }
    boolean flushed = ended || output.flush();
    if (!ended && (flushed || !unwanted)) {
      end(flushed);
    }
    busyNanos().add(System.nanoTime() - begin);
    return others;
  }

  private boolean giveUpLate() {
    boolean any = false;
    for (Inner inner = late.poll(); inner != null; inner = late.poll()) {
      inner.tooLate();
      any = true;
    }
    return any;
  }

  private boolean subscribe(long begin) {
    boolean any = false;
    while (cursor.failure == null
        && !failing
        && subscribed.get() < policy.concurrency()
        && underWay.size() < policy.window()
        && !(any && System.nanoTime() - begin > TURN_NANOS)) {
      PendingChunk chunk = input.chunk();
      if (chunk == null) {
        return any;
      }
      Inner inner = new Inner(chunk, input.next());
      stage.in.increment();
      underWay.add(inner);
      subscribed.incrementAndGet();
      any = true;
      inner.start();
    }
    return any;
  }

  private boolean emit() {
    boolean any = false;
    Iterator<Inner> inners = underWay.iterator();
    while (inners.hasNext() && cursor.failure == null) {
      Inner inner = inners.next();
      boolean over = inner.over;
      any |= emit(inner);
      if (over && inner.queue.isEmpty()) {
        if (!output.ready() || !at(inner)) {
          return any;
        }
        inners.remove();
        leave(inner);
        any = true;
      } else if (policy.ordered()) {
        return any;
      }
    }
    return any;
  }

  private boolean emit(Inner inner) {
    boolean any = false;
    while (!inner.queue.isEmpty() && at(inner) && output.ready()) {
      Object result = inner.queue.poll();
      if (result != null) {
        any = true;
        stage.out.increment();
        output.push(result);
        inner.taken();
      }
    }
    return any;
  }

  /**
   * Moves the cursor to an element; returns false if what was collected before has to leave first.
   */
  private boolean at(Inner inner) {
    Chunk chunk = inner.input.chunk();
    if (chunk.lane != cursor.lane && !output.flush()) {
      return false;
    }
    cursor.at(chunk.lane, chunk.acks);
    cursor.position = chunk.position(inner.at);
    cursor.key = chunk.key(inner.at);
    return true;
  }

  private void leave(Inner inner) {
    Chunk chunk = inner.input.chunk();
    Throwable error = inner.error;
    if (error != null) {
      ElementText text = ElementText.of(chunk.elements[inner.at]);
      long position = chunk.position(inner.at);
      cursor.failed(new FailedElement(stage, text, chunk.lane, position, 1, error));
    }
    input.left(inner.input);
    stage.left.increment();
  }

  private void end(boolean flushed) {
    Failure reason = cursor.failure;
    Throwable upstream = input.error();
    if (reason == null && upstream != null && underWay.isEmpty()) {
      reason = job().failure(upstream);
    }
    if (reason != null) {
      if (flushed) {
        abort();
        output.fail(reason.exception());
      }
    } else if (unwanted || (input.exhausted() && underWay.isEmpty() && flushed)) {
      ended = true;
      output.complete();
    }
  }

  private void abort() {
    ended = true;
    underWay.forEach(Inner::cancel);
  }

  @Override
  long undelivered() {
    return inbox.waiting() + underWay.size();
  }

  /**
   * The subscription for one element. Its signals may come from any thread, one after the other.
   */
  private final class Inner implements CoreSubscriber<Object> {

    private final PendingChunk input;
    private final int at;
    private final Queue<Object> queue = Queues.<Object>unbounded(PREFETCH).get();
    private volatile @Nullable Subscription subscription;
    private volatile boolean cancelled;
    private @Nullable Throwable error;
    private volatile boolean over;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean live = new AtomicBoolean(true);
    private int taken;
    private volatile Timers.@Nullable Timer timer;

    Inner(PendingChunk input, int at) {
      this.input = input;
      this.at = at;
    }

    void start() {
      job().enter();
      Duration limit = limit();
      if (limit != null) {
        arm(limit);
      }
      try {
        Object publisher = function.apply(input.chunk().elements[at]);
        if (publisher == null) {
          onError(new NullPointerException("the function returned null, not a publisher"));
        } else {
          ((Publisher<?>) publisher).subscribe(this);
        }
      } catch (Throwable t) {
        onError(t);
      }
    }

    private void arm(Duration limit) {
      timer =
          timers.schedule(
              Timers.nanos(limit),
              () -> {
                late.add(this);
                signal();
              });
    }

    /** While results wait for room, it is not the publisher that takes long. */
    void tooLate() {
      Duration limit = limit();
      if (over || limit == null) {
        return;
      }
      if (waiting.get() > 0) {
        arm(limit);
      } else {
        give(new TimeoutException("not done within %s ms".formatted(limit.toMillis())));
      }
    }

    private @Nullable Duration limit() {
      Duration timeout = policy.timeout();
      Duration deadline = policy.deadline();
      return timeout == null || (deadline != null && deadline.compareTo(timeout) < 0)
          ? deadline
          : timeout;
    }

    private void give(Throwable failure) {
      ends(failure);
      cancel();
    }

    private synchronized void ends(@Nullable Throwable failure) {
      if (!over) {
        error = failure;
        over = true;
        if (failure != null && stage.onError() instanceof OnError.Fail) {
          failing = true;
        }
        subscribed.decrementAndGet();
        if (timer != null) {
          timer.cancel();
        }
        signal();
      }
    }

    void taken() {
      waiting.decrementAndGet();
      Subscription upstream = subscription;
      if (++taken >= PREFETCH / 4 * 3 && upstream != null) {
        int asked = taken;
        taken = 0;
        upstream.request(asked);
      }
    }

    void cancel() {
      cancelled = true;
      Subscription upstream = subscription;
      try {
        if (upstream != null) {
          upstream.cancel();
        }
      } finally {
        if (timer != null) {
          timer.cancel();
        }
        left();
      }
    }

    /** The publisher is done with; until then the job counts it as something that runs. */
    private void left() {
      if (live.compareAndSet(true, false)) {
        job().exit();
      }
    }

    @Override
    public void onSubscribe(Subscription upstream) {
      if (subscription != null || cancelled) {
        upstream.cancel();
        return;
      }
      subscription = upstream;
      if (cancelled) {
        upstream.cancel();
      } else {
        upstream.request(PREFETCH);
      }
    }

    @Override
    public void onNext(Object result) {
      if (over || cancelled) {
        return;
      }
      if (result == null) {
        give(new NullPointerException("the publisher sent null (Reactive Streams rule 2.13)"));
        throw new NullPointerException("result");
      }
      if (waiting.getAndIncrement() == PREFETCH) {
        give(
            new IllegalStateException(
                "the publisher sent more results than it was asked for (Reactive Streams rule 1.1)"));
        return;
      }
      queue.offer(result);
      signal();
    }

    @Override
    public void onError(Throwable failure) {
      ends(Objects.requireNonNull(failure, "failure"));
      left();
    }

    @Override
    public void onComplete() {
      ends(null);
      left();
    }
  }
}
