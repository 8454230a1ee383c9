package dev.leat.runtime.execution;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain whose operators are constants in the code of its head, so that the JVM compiles them into
 * one loop that reads no functions, operators or classes from memory. That code serves no other
 * chain and takes a while to be compiled, so the chain is kept when its job has ended, and goes
 * over to the next one that runs the same functions. Used by one thread at a time.
 */
final class FixedChain {

  private final List<FixedShape.Part> parts;
  private final boolean splits;
  private final Cursor cursor;
  private final EndOp end;

  /** From the end to the head. */
  private final List<Op.Linear> operators = new ArrayList<>();

  private final List<Op> aggregates = new ArrayList<>();
  private final Head head;
  private boolean proven;

  /** Makes a chain that belongs to a job from the beginning; its code is compiled while it runs. */
  FixedChain(JobRun job, FixedShape shape) {
    this.parts = shape.parts();
    this.splits = shape.splits();
    this.cursor = new Cursor(job);
    this.end = new EndOp();
    Op next = end;
    for (FixedShape.Part part : parts.reversed()) {
      Op.Linear made =
          (Op.Linear)
              OperatorClasses.alone(
                  part.template(), cursor, job.stage(part.stage()), part.of(), next);
      operators.add(made);
      if (part.template() == Template.AGGREGATE) {
        aggregates.add(made);
      }
      next = made;
    }
    this.head = OperatorClasses.constantHead(cursor, job.stage(shape.first()), splits, next);
    operators.add(head);
  }

  /** Makes what stands behind the last operator. */
  @FunctionalInterface
  interface End {

    Output end(Cursor cursor);
  }

  Head head() {
    return head;
  }

  /** Whether its code was faster than that of ordinary chains. */
  boolean isProven() {
    return proven;
  }

  void prove(boolean faster) {
    proven |= faster;
  }

  /** Whether it does the same with the same functions. */
  boolean fits(FixedShape shape) {
    if (splits != shape.splits() || parts.size() != shape.parts().size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isSame(shape.parts().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Works for a job from now on, before the first element. */
  Chain bind(JobRun job, FixedShape shape, End made) {
    cursor.bind(job);
    int at = 0;
    for (FixedShape.Part part : shape.parts().reversed()) {
      operators.get(at).bind(job.stage(part.stage()));
      at++;
    }
    head.bind(job.stage(shape.first()));
    Output output = made.end(cursor);
    end.bind(output);
    List<Op> all = new ArrayList<>();
    if (shape.sink() >= 0) {
      all.add(output); // which is an operator of the other chains
    }
    all.addAll(operators);
    return new Chain(
        cursor,
        head,
        new BlockEmitter(head),
        all,
        List.of(output),
        List.of(),
        List.of(),
        aggregates,
        true);
  }

  /** Lets go of the job that it worked for. */
  @SuppressWarnings("NullAway") // nothing runs before it is bound again
  void release() {
    cursor.bind(null);
    operators.forEach(op -> op.bind(null));
    end.bind(null);
  }
}
