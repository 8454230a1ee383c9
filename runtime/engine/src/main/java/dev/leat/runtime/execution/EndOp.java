package dev.leat.runtime.execution;

import org.jspecify.annotations.Nullable;

/** The end of a {@link FixedChain}: passes on to an output of the job that the chain works for. */
final class EndOp extends Op implements StrideEnd {

  /** Set before the first element comes. */
  @SuppressWarnings("NullAway.Init") // by bind
  private Output output;

  void bind(Output other) {
    output = other;
  }

  @Override
  boolean push(Object element) {
    return output.push(element);
  }

  @Override
  long pass(Object element, @Nullable Object stride) {
    return output.pass(element, stride);
  }

  @Override
  StrideEnd strideEnd() {
    return this;
  }

  @Override
  public Object begin() {
    return output.begin();
  }

  @Override
  public boolean end(Object stride) {
    return output.end(stride);
  }

  @Override
  boolean resume() {
    return output.resume();
  }

  @Override
  boolean finish() {
    return output.finish();
  }

  @Override
  boolean done() {
    return output.done();
  }

  @Override
  void count(long in) {
    output.count(in);
  }
}
