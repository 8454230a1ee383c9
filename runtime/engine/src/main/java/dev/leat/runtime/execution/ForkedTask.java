package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.WorkerException;
import dev.leat.runtime.plan.PlannedSegment;
import dev.leat.runtime.worker.WorkerPool;
import dev.leat.runtime.worker.WorkerStartException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage in worker processes: makes batches of the input, gives them to the {@link
 * WorkerPool}, and emits their results, in the order of the batches unless the stage is unordered.
 * The pool bounds how many batches workers have, and this task how many are under way together with
 * those that wait for their turn.
 *
 * <p>All state belongs to the thread that drains the task; the pool completes batches on threads of
 * its own and wakes the task.
 */
final class ForkedTask extends Task {

  private final StageRun stage;
  private final PlannedSegment.Forked segment;
  private final WorkerPool pool;
  private final Inbox inbox;
  private final PendingInput input;
  private final Cursor cursor;
  private final StageOutput output;
  private final int most;

  /** In the order in which they were made. */
  private final Deque<ForkedBatch> batches = new ArrayDeque<>();

  private int underWay;
  private long retried;
  private boolean failing;
  private boolean waiting;
  private boolean finishing;
  private boolean ended;
  private boolean unwanted;
  private @Nullable Failure fatal;
  private @Nullable Failure upstreamFailure;

  /** A task whose workers were started. */
  ForkedTask(
      Assignment assignment, StageRun stage, PlannedSegment.Forked segment, WorkerPool pool) {
    super(assignment.job(), assignment.name(), assignment.home());
    this.stage = stage;
    this.segment = segment;
    this.pool = pool;
    this.inbox = new Inbox(this::signal);
    this.input = new PendingInput(inbox);
    this.cursor = new Cursor(job());
    this.output = new StageOutput(this, assignment, stage, cursor);
    this.most = assignment.settings().chunkElements();
  }

  /**
   * Listens to the workers, which have been at work for a while. Not before the task is wired:
   * until then nobody seems to want its results.
   */
  void begin() {
    pool.onChange(this::signal);
  }

  Inbox inbox() {
    return inbox;
  }

  Ports ports() {
    return output.ports();
  }

  // Everything below runs on the thread that drains.

  @Override
  boolean drain() {
    unwanted |= !job().stopping() && output.cancelled();
    if (unwanted) {
      leaveOff();
    }
    if (ended) {
      return false;
    }
    long begin = System.nanoTime();
    if (job().stopping()) {
      abort();
    } else {
      work();
    }
    busyNanos().add(System.nanoTime() - begin);
    return false;
  }

  private void work() {
    boolean progress = true;
    while (progress && fatal == null) {
      progress = emit();
      progress |= send();
    }
    WorkerStartException broken = pool.failure();
    if (broken != null && fatal == null) {
      fatal = broken(broken);
    }
    countRetries();
    output.flush();
    end();
  }

  private void countRetries() {
    long now = pool.retried();
    stage.retried.add(now - retried);
    retried = now;
  }

  private Failure broken(WorkerStartException reason) {
    return () ->
        new JobException(
            "stage '%s' (%s) of pipeline '%s' has no workers any more: %s"
                .formatted(
                    stage.node().name(),
                    stage.node().site(),
                    stage.pipeline(),
                    reason.getMessage()),
            reason);
  }

  /** Makes a batch and sends it, if there is enough for one, or a worker that has nothing to do. */
  private boolean send() {
    if (failing || batches.size() >= segment.mostChunks()) {
      return false;
    }
    long available = input.available();
    int wanted = Math.min(most, pool.wanted(available));
    if (wanted == 0 || (available > 0 && available < wanted && !pool.idle())) {
      return false;
    }
    ForkedBatch batch = new ForkedBatch(wanted);
    while (batch.size() < wanted) {
      PendingChunk chunk = input.chunk();
      if (chunk == null) {
        noteInputError();
        break;
      }
      batch.add(chunk, input.next());
    }
    if (batch.size() == 0) {
      return false;
    }
    stage.in.add(batch.size());
    underWay += batch.size();
    batches.addLast(batch);
    setWaiting();
    pool.submit(batch.close());
    return true;
  }

  private void noteInputError() {
    Throwable error = input.error();
    if (error != null && upstreamFailure == null) {
      failing = true;
      upstreamFailure = job().failure(error);
    }
  }

  /** The job lives as long as workers have something to do for it. */
  private void setWaiting() {
    boolean now = !ended && (finishing || !batches.isEmpty());
    if (now != waiting) {
      waiting = now;
      if (now) {
        job().enter();
      } else {
        job().exit();
      }
    }
  }

  /** Emits what may leave now. */
  private boolean emit() {
    boolean any = false;
    ForkedBatch batch = first();
    while (batch != null && fatal == null) {
      if (!emit(batch)) {
        return any;
      }
      any = true;
      if (batch.next == batch.size()) {
        batches.remove(batch);
        setWaiting();
      }
      batch = first();
    }
    return any;
  }

  /** The batch of which something leaves next, or null if nothing may. */
  private @Nullable ForkedBatch first() {
    if (segment.ordered()) {
      ForkedBatch first = batches.peekFirst();
      return first != null && first.next < first.work().ready() ? first : null;
    }
    for (ForkedBatch batch : batches) {
      if (batch.next < batch.work().ready()) {
        return batch;
      }
    }
    return null;
  }

  /** Emits what is ready of a batch; returns false if it has to wait for credit. */
  private boolean emit(ForkedBatch batch) {
    while (batch.next < batch.work().ready() && fatal == null) {
      LaneAccount lane = batch.chunk(batch.next).chunk().lane;
      if (!output.ready() || (lane != cursor.lane && !output.flush())) {
        return false;
      }
      leave(batch, batch.next++);
    }
    return true;
  }

  private void leave(ForkedBatch batch, int at) {
    underWay--;
    PendingChunk from = batch.chunk(at);
    Chunk chunk = from.chunk();
    int place = batch.place(at);
    cursor.at(chunk.lane, chunk.acks);
    cursor.position = chunk.position(place);
    cursor.key = chunk.key(place);
    Object result = Objects.requireNonNull(batch.work().result(at));
    if (result instanceof WorkerException failure) {
      int attempts = Math.max(1, batch.work().deaths(at));
      cursor.failed(
          new FailedElement(
              stage,
              ElementText.of(batch.work().element(at)),
              chunk.lane,
              cursor.position,
              attempts,
              failure));
      fatal = cursor.failure;
      failing |= fatal != null;
    } else {
      stage.out.increment();
      output.push(result);
    }
    input.left(from);
    stage.left.increment();
  }

  /** Ends the task if nothing is left, or if what is left cannot be done any more. */
  private void end() {
    boolean done = input.exhausted() && batches.isEmpty() && output.isEmpty();
    if (done && fatal == null && !finished()) {
      return;
    }
    Failure reason = fatal;
    if (reason == null && batches.isEmpty()) {
      reason = upstreamFailure;
    }
    if (reason != null) {
      if (output.flush()) {
        abort();
        output.fail(reason.exception());
      }
    } else if (done) {
      ended = true;
      setWaiting();
      output.complete();
    }
  }

  /** Whether the workers have nothing to say any more about what they have answered. */
  private boolean finished() {
    finishing = true;
    setWaiting();
    boolean finished = pool.finished();
    WorkerStartException broken = pool.failure();
    if (broken != null) {
      fatal = broken(broken);
    }
    return finished || fatal != null;
  }

  private void abort() {
    ended = true;
    pool.kill();
    setWaiting();
  }

  /** Nobody wants the results any more. */
  private void leaveOff() {
    if (!ended) {
      ended = true;
      pool.kill();
      batches.clear();
      underWay = 0;
      setWaiting();
      output.complete();
    }
    input.abandon();
  }

  @Override
  long undelivered() {
    return inbox.waiting() + underWay;
  }
}
