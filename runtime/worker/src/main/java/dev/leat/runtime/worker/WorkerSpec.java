package dev.leat.runtime.worker;

import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Program;
import dev.leat.pipeline.graph.StageFunction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which workers a stage has: how many, and how they are started.
 *
 * @param pipeline the name of the pipeline
 * @param stage the name of the stage
 * @param policy how processes are used
 * @param launcher starts those that speak frames; null for those that speak lines
 * @param lines the command of those that speak lines
 * @param places where their files are made
 */
public record WorkerSpec(
    String pipeline,
    String stage,
    ForkPolicy policy,
    @Nullable WorkerLauncher launcher,
    List<String> lines,
    WorkerFiles.Places places) {

  /** A program that says nothing for so long is stuck, or waits for more than a line. */
  private static final Duration LINE_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Worker JVMs that compute a function.
   *
   * @throws WorkerStartException if it cannot travel, or JVMs cannot be started from here
   */
  public static WorkerSpec jvm(
      String pipeline, String stage, StageFunction function, ForkPolicy policy)
      throws WorkerStartException {
    return checked(
        pipeline,
        stage,
        policy,
        JvmLauncher.of(
            pipeline, stage, function, policy, JvmLauncher.Surroundings.ofThisProcess()));
  }

  /**
   * Workers of another program.
   *
   * @throws WorkerStartException if they cannot be started from here
   */
  public static WorkerSpec program(
      String pipeline, String stage, Program program, ForkPolicy policy)
      throws WorkerStartException {
    return switch (program) {
      case Program.Python python ->
          checked(pipeline, stage, policy, ProgramLauncher.python(python, policy));
      case Program.Frames frames ->
          checked(pipeline, stage, policy, ProgramLauncher.frames(frames, policy));
      case Program.Lines lines ->
          new WorkerSpec(
              pipeline, stage, policy, null, lines.command(), WorkerFiles.Places.usual());
    };
  }

  private static WorkerSpec checked(
      String pipeline, String stage, ForkPolicy policy, WorkerLauncher launcher)
      throws WorkerStartException {
    launcher.check();
    return new WorkerSpec(pipeline, stage, policy, launcher, List.of(), WorkerFiles.Places.usual());
  }

  Worker worker(WorkerPool pool, int slot, WorkerFigures figures) {
    Worker.Identity identity =
        new Worker.Identity(pool, "leat-worker-%s-%s-%d".formatted(pipeline, stage, slot), figures);
    Duration limit = policy.timeout();
    WorkerLauncher starts = launcher;
    if (starts == null) {
      return new LineWorker(identity, nanos(limit == null ? LINE_TIMEOUT : limit), policy, lines);
    }
    return new FramedWorker(identity, limit == null ? 0 : nanos(limit), starts, places);
  }

  /** Whether all answers are known to be right only when the workers have ended. */
  boolean checkedAtEnd() {
    return launcher == null;
  }

  private static long nanos(Duration limit) {
    Duration longest = Duration.ofDays(10_000);
    return (limit.compareTo(longest) > 0 ? longest : limit).toNanos();
  }
}
