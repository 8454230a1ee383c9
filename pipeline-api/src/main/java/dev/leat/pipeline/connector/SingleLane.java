package dev.leat.pipeline.connector;

/** A lane that is opened by a function. */
record SingleLane<T>(String name, long size, Opener<T> opener) implements Lane<T> {

  /** Opens the reader. */
  @FunctionalInterface
  interface Opener<T> {
    LaneReader<T> open() throws Exception;
  }

  @Override
  public LaneReader<T> open() throws Exception {
    return opener.open();
  }
}
