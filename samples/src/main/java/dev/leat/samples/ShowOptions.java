package dev.leat.samples;

import picocli.CommandLine.Option;

/** Options of samples on what they show beside their result. */
public final class ShowOptions {

  @Option(names = "--no-progress", description = "Show no progress on standard error.")
  private boolean noProgress;

  @Option(
      names = "--explain",
      description = "Show on standard error, at the end, the plan with what was measured.")
  private boolean explain;

  /** Shows what nobody asked to leave out. */
  public ShowOptions() {}

  /** Whether progress is shown. */
  public boolean progress() {
    return !noProgress;
  }

  /** Whether the plan is shown at the end. */
  public boolean explain() {
    return explain;
  }
}
