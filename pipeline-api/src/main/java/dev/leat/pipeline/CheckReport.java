package dev.leat.pipeline;

import java.util.List;

/**
 * What a runtime does with each stage of a pipeline.
 *
 * {@snippet :
 * CheckReport report = runtime.check(pipeline);
 * if (!report.runs()) {
 *   System.err.println(report);
 * }
 * }
 *
 * @param runtime the runtime that answers
 * @param verdicts one for each stage, in the order of the graph
 */
public record CheckReport(String runtime, List<StageVerdict> verdicts) {

  /** Copies the list. */
  public CheckReport {
    verdicts = List.copyOf(verdicts);
  }

  /** Whether no stage is refused. */
  public boolean runs() {
    return verdicts.stream().noneMatch(verdict -> verdict.verdict() == Verdict.REFUSED);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(runtime).append('\n');
    verdicts.forEach(verdict -> text.append("  ").append(verdict).append('\n'));
    return text.toString();
  }

  /** How a stage runs. */
  public enum Verdict {
    /** As declared. */
    SAME,
    /** With a difference that the explanation names. */
    DIFFERS,
    /** Not at all; the explanation names an alternative. */
    REFUSED
  }

  /**
   * The answer for one stage.
   *
   * @param stage the name of the stage
   * @param verdict how it runs
   * @param explanation what differs or why it is refused and what to do; empty if it runs as
   *     declared
   */
  public record StageVerdict(String stage, Verdict verdict, String explanation) {

    @Override
    public String toString() {
      String word = verdict.name().toLowerCase(java.util.Locale.ROOT);
      return explanation.isEmpty() ? stage + ": " + word : stage + ": " + word + ", " + explanation;
    }
  }
}
