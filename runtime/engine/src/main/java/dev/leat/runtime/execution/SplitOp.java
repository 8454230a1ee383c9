package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.Emitter;

/** The head of a chain that reads blocks: takes the elements as the block emits them. */
final class SplitOp extends Op.Linear implements Emitter<Object> {

  private long read;
  private long out;
  private long rejected;
  private boolean refused;

  SplitOp(Cursor cursor, StageRun stage, Op next) {
    super(cursor, stage, next);
  }

  @Override
  public boolean emit(Object element, long position) {
    cursor.position = position;
    return accepted(push(element));
  }

  @Override
  boolean push(Object element) {
    if (element == null) {
      return failed("null", new NullPointerException("the source emitted null"));
    }
    out++;
    return next.push(element);
  }

  @Override
  public boolean reject(String text, long position, Exception cause) {
    cursor.position = position;
    rejected++;
    ElementText beginning = ElementText.of(text);
    return accepted(
        cursor.failed(new FailedElement(stage, beginning, cursor.lane, position, 0, cause)));
  }

  /** Takes what stands in a divided block for something that is no element. */
  boolean fault(DividedBlock.Fault fault, LaneAccount lane) {
    String text = fault.text();
    if (text != null) {
      return reject(text, cursor.position, fault.cause());
    }
    cursor.failure = () -> lane.unreadable(fault.cause());
    return false;
  }

  /** How many elements were read so far, also what was rejected. */
  long read() {
    return read + out + rejected;
  }

  private boolean accepted(boolean more) {
    if (more && !cursor.stopped()) {
      return true;
    }
    refused = true;
    return false;
  }

  boolean refused() {
    boolean was = refused;
    refused = false;
    return was;
  }

  @Override
  void count() {
    stage.in.add(out + rejected);
    stage.out.add(out);
    read += out + rejected;
    out = 0;
    rejected = 0;
    next.count();
  }
}
