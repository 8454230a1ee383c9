package dev.leat.runtime.execution;

/**
 * What a runtime says of its jobs to other processes of the same user, by the management interface
 * of the JVM (JMX): {@code dev.leat:type=LocalRuntime,id=...}. It is there while jobs run, a moment
 * after somebody has begun to use that interface.
 */
public interface RuntimeDoctorMXBean {

  /**
   * For each job that runs: its plan with what was measured and found, what each stage waits for at
   * the moment, and the stacks of those that wait for no other. Takes some milliseconds.
   */
  String examine();
}
