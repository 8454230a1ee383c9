package dev.leat.runtime.execution;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.graph.GraphEdge;
import org.jspecify.annotations.Nullable;

/**
 * Where a task emits that has its elements processed elsewhere, by calls, publishers or worker
 * processes: the results of its stage, and the dead letters if it has any. Belongs to the thread
 * that drains the task.
 */
final class StageOutput {

  private final Ports ports;
  private final Output results;
  private final @Nullable Output letters;

  /**
   * The output of a task.
   *
   * @param cursor where the elements stand that are emitted; dead letters go through it
   */
  StageOutput(Task task, Assignment assignment, StageRun stage, Cursor cursor) {
    this.ports = new Ports(task, assignment.keys());
    this.results = output(assignment, stage, cursor, GraphEdge.Port.RESULTS);
    if (stage.onError() instanceof OnError.DeadLetters) {
      letters = output(assignment, stage, cursor, GraphEdge.Port.DEAD_LETTERS);
      cursor.letters(stage, letters);
    } else {
      letters = null;
    }
  }

  private Output output(Assignment assignment, StageRun stage, Cursor cursor, GraphEdge.Port port) {
    return new PortOutput(
        cursor, assignment.settings(), ports.port(new PortKey(stage.node().id(), port)));
  }

  Ports ports() {
    return ports;
  }

  /** Whether more may be emitted now; if not, the task is signalled when that changes. */
  boolean ready() {
    return ports.ready();
  }

  /** Whether nobody wants more results. */
  boolean cancelled() {
    return ports.cancelled();
  }

  void push(Object result) {
    results.push(result);
  }

  /** Hands over all that was emitted; returns whether nothing is left. */
  boolean flush() {
    boolean clear = results.flush();
    return letters == null ? clear : letters.flush() && clear;
  }

  boolean isEmpty() {
    return results.isEmpty() && (letters == null || letters.isEmpty());
  }

  void complete() {
    ports.complete();
  }

  void fail(Throwable error) {
    ports.fail(error);
  }
}
