package dev.leat.samples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tells a run that it has been asked to end: a first request drains it, a second one aborts it. It
 * also decides, when results are published while the second request arrives, which of the two
 * happens.
 *
 * <p>Thread-safe; the fields are guarded by this object's lock. Listeners are called outside it, by
 * the thread that makes the request.
 */
public final class Stop {

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Duration patience;
  private final Sinks.Empty<Void> cutOff = Sinks.empty();
  private final List<Runnable> onRequest = new ArrayList<>();
  private final List<Runnable> onAbort = new ArrayList<>();
  private @Nullable String reason;
  private boolean publishing;
  private boolean aborted;

  /** A stop that nobody has requested. */
  public Stop() {
    this(PATIENCE);
  }

  Stop(Duration patience) {
    this.patience = patience;
  }

  /** Whether the run has been asked to end. */
  public synchronized boolean requested() {
    return reason != null;
  }

  /** Who asked first, such as {@code SIGTERM}; null if nobody did. */
  public synchronized @Nullable String reason() {
    return reason;
  }

  /** Whether the run was aborted. */
  public synchronized boolean aborted() {
    return aborted;
  }

  /**
   * Completes some seconds after the request. What waits for other services then gives up, so that
   * a drain ends soon however slow they are.
   */
  public Mono<Void> cutOff() {
    return cutOff.asMono();
  }

  /**
   * Called before results are published.
   *
   * @return false if the run was aborted, so that nothing may be published
   */
  public synchronized boolean beginPublishing() {
    publishing = !aborted;
    return publishing;
  }

  /**
   * Asks the run to end.
   *
   * @return false if that was done before
   */
  boolean request(String by) {
    List<Runnable> called;
    synchronized (this) {
      if (reason != null) {
        return false;
      }
      reason = by;
      called = List.copyOf(onRequest);
    }
    Mono.delay(patience).subscribe(tick -> cutOff.tryEmitEmpty());
    called.forEach(Runnable::run);
    return true;
  }

  /**
   * Ends the run without results, unless they are being published already: that takes a moment and
   * is not interrupted.
   */
  void abort() {
    List<Runnable> called;
    synchronized (this) {
      if (publishing || aborted) {
        return;
      }
      aborted = true;
      called = List.copyOf(onAbort);
    }
    called.forEach(Runnable::run);
  }

  /** Adds actions that are called when the run is asked to end and when it is aborted. */
  void listen(Runnable request, Runnable abort) {
    boolean late;
    synchronized (this) {
      onRequest.add(request);
      onAbort.add(abort);
      late = reason != null;
    }
    if (late) {
      request.run();
    }
  }
}
