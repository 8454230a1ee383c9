package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.graph.CallPolicy;
import dev.leat.pipeline.graph.Operation;
import dev.leat.runtime.scheduler.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage that waits: makes a call for each element, so many at a time, and emits the results.
 * Two bounds hold apart from each other: how many calls are in flight, and how many elements are
 * under way while the oldest is not finished. So a slow call holds its own slot and its place in
 * the order, and does not idle the others.
 *
 * <p>All state belongs to the thread that drains the task. Calls are completed by any thread; a
 * burst of completions wakes the task once. It never keeps its thread for long, because others
 * share it.
 */
final class CallsTask extends Task {

  private static final long TURN_NANOS = 1_000_000;

  private final StageRun stage;
  private final CallPolicy policy;
  private final CallTimes times;
  private final Caller caller;
  private final Inbox inbox;
  private final PendingInput input;
  private final Cursor cursor;
  private final StageOutput output;
  private final Timers timers;
  private final WakeTimer timer;

  private final CompletedCalls completed = new CompletedCalls();
  private final DelayHeap delays = new DelayHeap();
  private final Deque<Call> restarts = new ArrayDeque<>();
  private final CallOrder order;
  private int underWay;
  private final RunningThreads running = new RunningThreads();
  private final CallsInFlight inFlight = new CallsInFlight();
  private int abandoned;
  private boolean failing;
  private boolean unwanted;
  private boolean ended;
  private @Nullable Failure fatal;
  private @Nullable Failure upstreamFailure;
  private long stuckDue = WakeTimer.NEVER;
  private long turnBegan;
  private int started;

  CallsTask(Assignment assignment, StageRun stage, CallPolicy policy, Caller caller) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.stage = stage;
    this.policy = policy;
    this.times = CallTimes.of(policy);
    this.order = CallOrder.of(policy);
    this.caller = caller;
    this.cursor = new Cursor(job());
    this.timers = assignment.job().timers();
    this.timer = new WakeTimer(timers, this::signal);
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

  // Completions, from any thread.

  void completed(Call call) {
    if (completed.push(call)) {
      signal();
    }
  }

  // Everything below runs on the thread that drains.

  @Override
  boolean drain() {
    // Also what went wrong here does not matter if the stream has ended before it.
    unwanted |= ended && !job().stopping() && output.cancelled();
    if (unwanted) {
      input.abandon();
    }
    if (ended && inFlight.size() == 0) {
      return false;
    }
    inFlight.showIfAsked();
    turnBegan = System.nanoTime();
    boolean progress = true;
    boolean others = false;
    while (progress && !others) {
      progress = takeCompletions();
      if (!ended && !unwanted) {
        progress |= lookAround();
      }
      others = progress && turnIsOver();
    }
    boolean flushed = ended || output.flush();
    if (!ended && (flushed || !unwanted)) {
      end();
    }
    setTimer();
    busyNanos().add(System.nanoTime() - turnBegan);
    return others;
  }

  private boolean turnIsOver() {
    return System.nanoTime() - turnBegan > TURN_NANOS;
  }

  private boolean lookAround() {
    if (job().stopping()) {
      abort();
      return true;
    }
    if (output.cancelled()) {
      unwanted = true;
      underWay = 0;
      giveUpCalls();
      input.abandon();
      return true;
    }
    boolean progress = expire();
    progress |= emit();
    progress |= startCalls();
    return progress;
  }

  private boolean takeCompletions() {
    Call call = completed.takeAll();
    boolean any = call != null;
    while (call != null) {
      Call next = call.nextCompleted;
      call.nextCompleted = null;
      complete(call);
      call = next;
    }
    return any;
  }

  private void complete(Call call) {
    unlink(call);
    if (ended || unwanted) {
      return;
    }
    if (call.state != Call.State.RUNNING) {
      abandoned--;
      return;
    }
    delays.remove(call);
    Throwable error = call.error;
    if (error != null) {
      attemptFailed(call, error);
    } else {
      call.state = Call.State.SUCCEEDED;
      order.ended(call);
    }
  }

  private void attemptFailed(Call call, Throwable error) {
    long now = timers.nanoTime();
    try {
      if (policy.retry().retries(call.attempt, error)) {
        Duration pause = policy.retry().pauseAfter(call.attempt, timers.random());
        long next = now + Timers.nanos(pause);
        if (!times.passed(call, next)) {
          retry(call, next, pause.isZero());
          return;
        }
      }
      failed(call, error);
    } catch (Throwable t) {
      if (!t.equals(error)) {
        t.addSuppressed(error);
      }
      failed(call, t);
    }
  }

  private void failed(Call call, Throwable error) {
    call.failure = error;
    call.state = Call.State.FAILED;
    order.ended(call);
    failing |= stage.onError() instanceof OnError.Fail;
  }

  private void retry(Call call, long due, boolean atOnce) {
    stage.retried.increment();
    Call next = new Call(call);
    call.state = Call.State.FAILED;
    order.replace(call, next);
    if (atOnce) {
      restarts.add(next);
    } else {
      delays.add(next, due);
    }
  }

  /** Deals with what is due: attempts that took too long, pauses that are over. */
  private boolean expire() {
    Call call = delays.first();
    if (call == null) {
      return false;
    }
    long now = timers.nanoTime();
    boolean any = false;
    while (call != null && call.due - now <= 0) {
      any = true;
      delays.remove(call);
      if (call.state == Call.State.WAITING) {
        restarts.add(call);
      } else {
        timedOut(call, now);
      }
      call = delays.first();
    }
    return any;
  }

  private void timedOut(Call call, long now) {
    abandoned++;
    attemptFailed(call, times.failure(call, now));
    call.cancel();
  }

  private boolean startCalls() {
    boolean any = false;
    while (inFlight.size() < policy.concurrency()) {
      Call call = restarts.poll();
      if (call == null && !failing) {
        call = nextElement();
      }
      if (call == null) {
        break;
      }
      if (call.attempt > 1 || placed(call)) {
        start(call);
      }
      any = true;
      if ((++started & 15) == 0 && turnIsOver()) {
        break;
      }
    }
    watchStuckCalls();
    return any;
  }

  /**
   * All calls that may be in flight were given up: if none of them ends in good time, the stage
   * cannot go on. They are given as long again as a call may take, because a machine that stood
   * still makes all of them late at once.
   */
  private void watchStuckCalls() {
    boolean allGivenUp = abandoned >= policy.concurrency();
    if (fatal != null || !allGivenUp || !(input.waits() || !restarts.isEmpty())) {
      stuckDue = WakeTimer.NEVER;
    } else if (stuckDue == WakeTimer.NEVER) {
      stuckDue = timers.nanoTime() + times.patience();
    } else if (stuckDue - timers.nanoTime() <= 0) {
      fatal = stuck(abandoned);
      stuckDue = WakeTimer.NEVER;
    }
  }

  private Failure stuck(int calls) {
    return () ->
        new JobException(
            "stage '%s' (%s) of pipeline '%s' has %d stuck calls: all that it may have in flight were given up and none has ended; let the client end them (a timeout of its own) or raise concurrency"
                .formatted(stage.node().name(), stage.node().site(), stage.pipeline(), calls),
            null);
  }

  private @Nullable Call nextElement() {
    if (underWay >= policy.window()) {
      return null;
    }
    PendingChunk chunk = input.chunk();
    if (chunk == null) {
      Throwable error = input.error();
      if (error != null) {
        failing = true;
        upstreamFailure = job().failure(error);
      }
      return null;
    }
    Call call = new Call(this, chunk, input.next(), turnBegan);
    underWay++;
    stage.in.increment();
    return call;
  }

  /** Finds the place of a new element in the order; without one it fails. */
  private boolean placed(Call call) {
    try {
      order.add(call);
      return true;
    } catch (Exception e) {
      failed(call, e);
      return false;
    }
  }

  private void start(Call call) {
    if (times.limited()) {
      long now = timers.nanoTime();
      call.firstStart = call.attempt == 1 ? now : call.firstStart;
      if (call.attempt > 1 && times.passed(call, now)) {
        // It has waited too long for a free slot.
        failed(call, times.failure(call, now));
        return;
      }
      delays.add(call, times.due(call, now));
    }
    link(call);
    call.state = Call.State.RUNNING;
    try {
      caller.start(call);
    } catch (Throwable t) {
      call.accept(null, t);
    }
  }

  private void link(Call call) {
    if (inFlight.size() == 0) {
      job().enter();
    }
    inFlight.add(call);
  }

  private void unlink(Call call) {
    inFlight.remove(call);
    if (inFlight.size() == 0) {
      job().exit();
    }
  }

  /** Emits what may leave now. */
  private boolean emit() {
    boolean any = false;
    Call call = order.first();
    while (call != null && output.ready() && fatal == null) {
      LaneAccount lane = call.input.chunk().lane;
      if (lane != cursor.lane && !output.flush()) {
        return any;
      }
      any = true;
      leave(call);
      call = order.first();
    }
    return any;
  }

  private void leave(Call call) {
    order.removeFirst();
    underWay--;
    Chunk chunk = call.input.chunk();
    cursor.at(chunk.lane, chunk.acks);
    cursor.position = call.position;
    cursor.key = call.key;
    Throwable error = call.failure;
    if (error == null) {
      stage.out.increment();
      output.push(Objects.requireNonNull(call.result));
    } else {
      cursor.failed(
          new FailedElement(
              stage, ElementText.of(call.element), chunk.lane, call.position, call.attempt, error));
      fatal = cursor.failure;
    }
    input.left(call.input);
    stage.left.increment();
  }

  /** Ends the task if nothing is left, or if what is left cannot be done any more. */
  private void end() {
    Failure reason = fatal;
    if (reason == null && underWay == 0) {
      reason = upstreamFailure;
    }
    if (reason != null) {
      failNow(reason);
    } else if (unwanted || (input.exhausted() && underWay == 0 && output.isEmpty())) {
      ended = true;
      inFlight.giveUp();
      output.complete();
    }
  }

  private void failNow(Failure reason) {
    if (output.flush()) {
      abort();
      output.fail(reason.exception());
    }
  }

  /** Gives up all calls and everything that waits. */
  private void abort() {
    ended = true;
    giveUpCalls();
  }

  private void giveUpCalls() {
    for (Call call : inFlight.giveUp()) {
      delays.remove(call);
      call.cancel();
    }
  }

  private void setTimer() {
    Call first = delays.first();
    long due = first == null ? WakeTimer.NEVER : first.due;
    timer.wakeAt(ended || unwanted ? WakeTimer.NEVER : WakeTimer.earlier(due, stuckDue));
  }

  @Override
  void interrupt() {
    super.interrupt();
    inFlight.interruptGivenUp();
  }

  @Override
  void show() {
    inFlight.ask();
    signal();
  }

  @Override
  List<Thread> threads() {
    return Stream.concat(super.threads().stream(), inFlight.threads().stream()).toList();
  }

  @Override
  @Nullable RunningThreads running() {
    boolean virtual = stage.node().operation() instanceof Operation.Coroutine c && c.threads() == 0;
    return virtual ? running : null;
  }

  /** Where virtual threads say that they run its stage. */
  RunningThreads places() {
    return running;
  }

  @Override
  boolean heldByOrder() {
    return underWay >= policy.window() && inFlight.size() < policy.concurrency();
  }

  @Override
  boolean atLimit() {
    return inFlight.size() >= policy.concurrency() && waiting() > 0;
  }

  @Override
  @Nullable OldestElement oldest() {
    return inFlight.oldest();
  }

  @Override
  long unanswered() {
    return inFlight.unanswered();
  }

  @Override
  long undelivered() {
    return inbox.waiting() + underWay;
  }
}
