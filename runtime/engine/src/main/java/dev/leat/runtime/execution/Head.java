package dev.leat.runtime.execution;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The head of a chain: takes chunks and blocks apart and pushes their elements. */
abstract class Head extends Op.Linear {

  /** For how long elements may be pushed before the head looks again whether the job stops. */
  private static final long LOOK_NANOS = 20_000;

  private static final int LONGEST_STRIDE = 128;

  private static final int MOST_STRIDES = MOST_PASSED / LONGEST_STRIDE;

  /**
   * How a stride is called. Not final, so that the JVM cannot inline the loop over the elements
   * into whatever calls it: inlining, escape analysis and registers have limits, which the loop
   * needs for itself.
   */
  private static MethodHandle strides = strides();

  private final boolean splits;
  private int longest = 1;
  private boolean refused;

  /** How many elements were pushed since the last count. */
  long out;

  /** What operators have counted in strides, since they were told. */
  long counts;

  /**
   * A head.
   *
   * @param splits whether it is the source itself that is counted here, because it reads blocks
   */
  Head(Cursor cursor, StageRun stage, boolean splits, Op next) {
    super(cursor, stage, next);
    this.splits = splits;
  }

  private static MethodHandle strides() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              Head.class,
              "stride",
              MethodType.methodType(int.class, Chunk.class, int.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Pushes elements of a chunk, at most up to the first that is refused. Whether the job stops is
   * looked at before each stride of elements, not of each: a volatile read makes the JVM read again
   * all that the operators hold. A stride is as long as the elements of the chunk before were fast.
   *
   * @return the index behind the last element that was pushed
   */
  final int push(Chunk chunk, int from, int to) {
    if (next instanceof SinkOutput sink && chunk.indexed == null && from == 0 && !splits) {
      return write(sink, chunk, to);
    }
    long begin = System.nanoTime();
    int at = from;
    boolean more = true;
    for (int i = 1; more && at < to; i++) {
      int end = Math.min(to, at + longest);
      int next = called(chunk, at, end);
      more = accepted(next >= 0);
      at = next >= 0 ? next : ~next;
      if (i % MOST_STRIDES == 0) {
        tell();
      }
    }
    tell();
    out += at - from;
    long nanos = Math.max(1, System.nanoTime() - begin);
    longest = Math.clamp((at - from) * LOOK_NANOS / nanos, 1, LONGEST_STRIDE);
    return at;
  }

  private void tell() {
    next.counted(counts);
    counts = 0;
  }

  private int called(Chunk chunk, int from, int to) {
    try {
      return (int) strides.invokeExact(this, chunk, from, to);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("a head threw a checked exception", t);
    }
  }

  /** Gives a sink the chunk as it is, where nothing stands between. */
  private int write(SinkOutput sink, Chunk chunk, int to) {
    boolean more = (sink.isEmpty() || sink.flush()) && sink.write(chunk);
    if (!more) {
      refused = true;
    }
    out += to;
    return to;
  }

  /** Whether the next element may follow, as what stands behind says and the job. */
  final boolean accepted(boolean more) {
    if (more && !cursor.stopped()) {
      return true;
    }
    refused = true;
    return false;
  }

  /**
   * Pushes elements of a chunk, up to one at most with which the stride ends.
   *
   * @return the index behind the last element that was pushed; its complement if the next one may
   *     not follow at once
   */
  abstract int stride(Chunk chunk, int from, int to);

  /** Takes an element of a block; returns whether the next one may follow at once. */
  abstract boolean emit(Object element, long position);

  /** Takes what a block rejects; returns as {@link #emit}. */
  abstract boolean reject(String text, long position, Exception cause);

  /** Adds what was counted since the last call to the figures of all stages behind it. */
  abstract void count();

  /** How many elements were read from blocks so far, also what was rejected. */
  abstract long read();

  /**
   * Whether an element was the last one that could be taken at the moment, since this was asked
   * last.
   */
  final boolean refused() {
    boolean was = refused;
    refused = false;
    return was;
  }

  /** Why a job fails when a block cannot be read any further. */
  static Failure unreadable(LaneAccount lane, Throwable cause) {
    return () -> lane.unreadable(cause);
  }
}
