package dev.leat.pipeline;

import java.util.Objects;

/**
 * The options of a stage that computes, {@link Stage#cpu}. Options are immutable: each method
 * returns a changed copy.
 *
 * {@snippet :
 * stage.cpu("score", Scorer::score, cpu -> cpu.parallelism(2).onError(OnError.skip()));
 * }
 */
public final class CpuOptions {

  private static final CpuOptions DEFAULTS = new CpuOptions(0, true, OnError.fail());

  private final int parallelism;
  private final boolean ordered;
  private final OnError onError;

  private CpuOptions(int parallelism, boolean ordered, OnError onError) {
    this.parallelism = parallelism;
    this.ordered = ordered;
    this.onError = Objects.requireNonNull(onError, "onError");
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
    return new CpuOptions(workers, ordered, onError);
  }

  /** Results leave as they come, not in the order of the input. */
  public CpuOptions unordered() {
    return new CpuOptions(parallelism, false, onError);
  }

  /** What happens to an element for which the function throws; by default the job fails. */
  public CpuOptions onError(OnError action) {
    return new CpuOptions(parallelism, ordered, action);
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
}
