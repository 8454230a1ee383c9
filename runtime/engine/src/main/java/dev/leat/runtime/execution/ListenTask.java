package dev.leat.runtime.execution;

import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Progress.LaneProgress;
import dev.leat.pipeline.connector.LaneAcceptor;
import dev.leat.pipeline.connector.LiveLane;
import dev.leat.pipeline.connector.LiveListener;
import dev.leat.pipeline.graph.StageNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the lanes of a live source, and forgets each one when everything from it was delivered.
 * Lanes come, end and are over on any thread; {@link #lock} protects their account and is never
 * held while anything else is called.
 */
final class ListenTask extends Task {

  private final StageNode source;
  private final String description;
  private final Intake intake = new Intake(this::signal);
  private final Set<LiveLaneTask> lanes = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private @Nullable LiveListener listener;
  private @Nullable JobException failure;
  private String unit = "elements";
  private long doneBefore;
  private int open;
  private boolean stopped;
  private boolean noMore;
  private boolean told;
  private boolean ended;

  /**
   * A task that takes in lanes at once, though they get no credit before the job begins.
   *
   * @param description what the source calls itself
   */
  ListenTask(JobRun job, Executor home, StageNode source, String description) {
    super(job, source.name(), home);
    this.source = source;
    this.description = description;
  }

  /** What the source sees. */
  private final class Acceptor implements LaneAcceptor<Object> {

    @Override
    public boolean accept(LiveLane<?> lane) {
      return ListenTask.this.accept(lane);
    }

    @Override
    public void ended() {
      noMore(null);
    }

    @Override
    public void failed(Exception cause) {
      noMore(
          new JobException(
              "stage '%s' (%s) of pipeline '%s' can go on no more with %s: %s"
                  .formatted(
                      source.name(),
                      source.site(),
                      job().name(),
                      description,
                      SinkOutput.reason(cause)),
              cause));
    }
  }

  StageNode source() {
    return source;
  }

  Intake intake() {
    return intake;
  }

  LaneAcceptor<Object> acceptor() {
    return new Acceptor();
  }

  /** The source has begun to take in lanes. */
  void started(LiveListener begun) {
    synchronized (lock) {
      listener = begun;
    }
    signal();
  }

  @SuppressWarnings("unchecked") // nothing is put into a lane
  private boolean accept(LiveLane<?> lane) {
    LiveLaneTask task = new LiveLaneTask(this, intake, (LiveLane<Object>) lane);
    synchronized (lock) {
      if (stopped || noMore || job().stopping()) {
        return false;
      }
      unit = lane.unit();
      lanes.add(task);
      open++;
    }
    task.signal();
    return true;
  }

  private void noMore(@Nullable JobException error) {
    synchronized (lock) {
      noMore = true;
      failure = failure == null ? error : failure;
    }
    signal();
  }

  /** Takes in no more lanes and stops those there are. Called by any thread. */
  void stop() {
    synchronized (lock) {
      stopped = true;
    }
    signal();
  }

  @Override
  boolean drain() {
    LiveListener told = toTell();
    if (told != null) {
      told.stop();
      lanes.forEach(LiveLaneTask::stop);
    }
    if (ends()) {
      intake.end(failure);
    }
    return false;
  }

  /** Whom to stop now; null if that was done or need not be done. */
  private @Nullable LiveListener toTell() {
    synchronized (lock) {
      stopped |= intake.cancelled() || job().stopping() || failure != null;
      boolean now = stopped && !told && listener != null;
      told |= now;
      return now ? listener : null;
    }
  }

  /** A source may end before the job is wired; the task is woken again when it begins. */
  private boolean ends() {
    synchronized (lock) {
      boolean over = failure != null || (noMore && open == 0);
      boolean now = over && !ended && intake.isOpen();
      ended |= now;
      return now;
    }
  }

  // What lanes tell.

  /** A lane has sent its last block. */
  void laneEnded() {
    boolean last;
    synchronized (lock) {
      open--;
      last = noMore && open == 0;
    }
    if (last) {
      signal();
    }
  }

  /** Everything of a lane was delivered. */
  void over(LiveLaneTask lane) {
    synchronized (lock) {
      lanes.remove(lane);
      doneBefore += lane.done();
    }
    lane.close();
  }

  /** A lane cannot be read, which fails the job. */
  void broken(JobException error) {
    noMore(error);
  }

  /** How far all lanes together are, also those that are over. */
  LaneProgress progress() {
    synchronized (lock) {
      long done = doneBefore;
      for (LiveLaneTask lane : lanes) {
        done += lane.done();
      }
      return new LaneProgress(description, done, -1, unit);
    }
  }

  @Override
  @Nullable OldestElement oldest() {
    return lanes.stream()
        .flatMap(lane -> Stream.ofNullable(lane.oldest()))
        .min((one, other) -> Long.signum(one.taken() - other.taken()))
        .orElse(null);
  }

  /** Closes the lanes that are left; called when no task uses them any more. */
  void closeLanes() {
    lanes.forEach(LiveLaneTask::close);
  }
}
