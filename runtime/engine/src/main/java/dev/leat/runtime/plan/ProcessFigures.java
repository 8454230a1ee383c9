package dev.leat.runtime.plan;

import java.time.Duration;

/**
 * Where the CPU time of the process went while a job ran.
 *
 * @param wall how long it was measured; less than the job ran, because measuring begins a little
 *     later
 * @param cpu what the system counted for the process
 * @param stages the threads that worked for the stages of this job
 * @param jobs those that worked for other jobs of its runtime
 * @param threads what is left: all other threads of Java, also those that have ended
 * @param gc the collectors of garbage; where the system does not tell it, how long collections took
 * @param jit the compilers; where the system does not tell it, how long compilations took
 * @param vm the rest of the JVM; zero where the system does not tell it
 */
public record ProcessFigures(
    Duration wall,
    Duration cpu,
    Duration stages,
    Duration jobs,
    Duration threads,
    Duration gc,
    Duration jit,
    Duration vm) {

  /** What the rows add up to. */
  public Duration sum() {
    return stages.plus(jobs).plus(threads).plus(gc).plus(jit).plus(vm);
  }
}
