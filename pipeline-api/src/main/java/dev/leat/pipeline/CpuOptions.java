package dev.leat.pipeline;

import dev.leat.pipeline.graph.ForkPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The options of a stage that computes, {@link Stage#cpu}. Options are immutable: each method
 * returns a changed copy.
 *
 * {@snippet :
 * stage.cpu("score", Scorer::score, cpu -> cpu.parallelism(2).onError(OnError.skip()));
 * }
 */
public final class CpuOptions {

  private static final CpuOptions DEFAULTS = new CpuOptions(0, true, OnError.fail(), null, null);

  private final int parallelism;
  private final boolean ordered;
  private final OnError onError;
  private final @Nullable ForkPolicy fork;
  private final @Nullable Duration timeout;

  private CpuOptions(
      int parallelism,
      boolean ordered,
      OnError onError,
      @Nullable ForkPolicy fork,
      @Nullable Duration timeout) {
    this.parallelism = parallelism;
    this.ordered = ordered;
    this.onError = Objects.requireNonNull(onError, "onError");
    this.fork = fork;
    this.timeout = timeout;
  }

  /** The defaults that a stage starts from. */
  public static CpuOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The most workers that compute at once, for the whole job; by default as many as there are
   * cores.
   */
  public CpuOptions parallelism(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, not " + workers);
    }
    return new CpuOptions(workers, ordered, onError, fork, timeout);
  }

  /**
   * Computes in so many worker JVMs instead of this one: nothing that happens in a worker, a crash,
   * a leak, an exit, harms this process or loses another element. Workers have the same class path.
   *
   * <p>What crosses the border is copied: elements, results, and what the function captures have to
   * be able to travel, and a change that the function makes to an element is not seen here. A
   * {@link Resource} is opened once in each worker. The function may be called again for elements
   * whose results were lost with a worker.
   */
  public CpuOptions forked(int workers) {
    return forked(workers, UnaryOperator.identity());
  }

  /** Like {@link #forked(int)}, with options of the workers. */
  public CpuOptions forked(int workers, UnaryOperator<ForkOptions> options) {
    ForkOptions chosen = options.apply(new ForkOptions(ForkPolicy.DEFAULTS.withWorkers(workers)));
    if (chosen == null) {
      throw new IllegalArgumentException(
          "the options of the workers became null; return what the last option method returned");
    }
    return new CpuOptions(parallelism, ordered, onError, chosen.policy(), timeout);
  }

  /**
   * The longest that one element may take; its worker is then killed and replaced. Only with {@link
   * #forked}, because a computation cannot be stopped from outside. By default there is no limit.
   */
  public CpuOptions timeout(Duration element) {
    Objects.requireNonNull(element, "element");
    return new CpuOptions(parallelism, ordered, onError, fork, element);
  }

  /** Results leave as they come, not in the order of the input. */
  public CpuOptions unordered() {
    return new CpuOptions(parallelism, false, onError, fork, timeout);
  }

  /** What happens to an element for which the function throws; by default the job fails. */
  public CpuOptions onError(OnError action) {
    return new CpuOptions(parallelism, ordered, action, fork, timeout);
  }

  /** The most workers, or 0 for the number of cores. */
  public int parallelism() {
    return parallelism;
  }

  /** Whether the order of the input is kept. */
  public boolean ordered() {
    return ordered;
  }

  /** What happens to an element for which the function throws. */
  public OnError onError() {
    return onError;
  }

  /** How worker processes are used, or null if the stage computes in this process. */
  public @Nullable ForkPolicy fork() {
    return fork == null ? null : fork.withTimeout(timeout);
  }

  /** What makes no sense together, in words; null if nothing. */
  @Nullable String mistake() {
    if (fork == null && timeout != null) {
      return "a timeout needs forked(n), because a computation can only be stopped with its"
          + " process; call forked(n), or leave the timeout out";
    }
    if (fork != null && parallelism != 0) {
      return "forked(%d) and parallelism(%d) contradict each other; leave parallelism out, because a worker computes one element at a time"
          .formatted(fork.workers(), parallelism);
    }
    return null;
  }
}
