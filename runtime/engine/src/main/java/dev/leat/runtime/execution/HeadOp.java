package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.IndexedBlock;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The head of every chain. The loops over elements are here, but for those of blocks. */
final class HeadOp extends Head {

  /** For how long elements may be pushed before the head looks again whether the job stops. */
  private static final long LOOK_NANOS = 20_000;

  private static final int LONGEST_STRIDE = 64;

  /**
   * The only head of this class, where it was made for one chain; else null. In a hidden class the
   * name of the class means the one that was copied, except in casts and calls.
   */
  private static final @Nullable Head ONLY = OperatorClasses.onlyHead(MethodHandles.lookup());

  private final Cursor current;
  private final Op behind;
  private final boolean splits;
  private int stride = 1;
  private long read;
  private long out;
  private long rejected;
  private boolean refused;

  /**
   * A head.
   *
   * @param splits whether it is the source itself that is counted here, because it reads blocks
   */
  HeadOp(Cursor cursor, StageRun stage, boolean splits, Op next) {
    super(cursor, stage, next);
    this.current = cursor;
    this.behind = next;
    this.splits = splits;
  }

  /**
   * Whether the job stops is looked at before each stride of elements, not of each: a volatile read
   * makes the JVM read again all that the operators hold. A stride is as long as the elements of
   * the chunk before were fast.
   */
  @Override
  int push(Chunk chunk, int from, int to) {
    IndexedBlock<Object> block = chunk.indexed;
    if (next instanceof SinkOutput sink && block == null && from == 0 && !splits) {
      return write(sink, chunk, to);
    }
    long begin = System.nanoTime();
    int at = from;
    boolean more = true;
    while (more && at < to) {
      int end = Math.min(to, at + stride);
      int next = block == null ? pushChunk(chunk, at, end) : pushBlock(block, at, end);
      more = accepted(next >= 0);
      at = next >= 0 ? end : ~next;
    }
    out += at - from;
    long nanos = Math.max(1, System.nanoTime() - begin);
    stride = Math.clamp((at - from) * LOOK_NANOS / nanos, 1, LONGEST_STRIDE);
    return at;
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

  /** Returns {@code to}, or the complement of the index behind the element that was refused. */
  private int pushBlock(IndexedBlock<Object> block, int from, int to) {
    HeadOp self = ONLY == null ? this : (HeadOp) ONLY;
    Cursor place = self.current;
    long first = block.from();
    for (int at = from; at < to; at++) {
      place.position = first + at;
      if (!self.pushElement(block, at)) {
        return ~(at + 1);
      }
    }
    return to;
  }

  private boolean pushElement(IndexedBlock<Object> block, int index) {
    Object element;
    try {
      element = block.get(index);
    } catch (Throwable t) {
      out--;
      cursor.failure = unreadable(Objects.requireNonNull(cursor.lane), t);
      return false;
    }
    return push(element);
  }

  private int pushChunk(Chunk chunk, int from, int to) {
    HeadOp self = ONLY == null ? this : (HeadOp) ONLY;
    Cursor place = self.current;
    @Nullable Object[] keys = chunk.keys;
    Object[] elements = chunk.elements;
    Positions positions = chunk.positions;
    for (int at = from; at < to; at++) {
      place.position = positions.at(at);
      self.setKey(keys == null ? null : keys[at]);
      Object element = elements[at];
      boolean divided = self.splits && element instanceof DividedBlock.Fault;
      if (!(divided ? fault((DividedBlock.Fault) element) : self.push(element))) {
        return ~(at + 1);
      }
    }
    return to;
  }

  @SuppressWarnings("ReferenceEquality") // the question is whether there is anything to store
  private void setKey(@Nullable Object key) {
    if (key != current.key) {
      current.key = key;
    }
  }

  @Override
  boolean emit(Object element, long position) {
    HeadOp self = ONLY == null ? this : (HeadOp) ONLY;
    self.current.position = position;
    out++;
    return accepted(self.push(element));
  }

  /**
   * Its callers count, in a loop once for all: in {@link #out}, from which is taken what is not.
   */
  @Override
  boolean push(@Nullable Object element) {
    if (element == null) {
      out--;
      return failed("null", new NullPointerException("the source emitted null"));
    }
    return behind.push(element);
  }

  @Override
  boolean reject(String text, long position, Exception cause) {
    cursor.position = position;
    return accepted(rejected(text, cause));
  }

  /** Takes what stands in a divided block for something that is no element. */
  private boolean fault(DividedBlock.Fault fault) {
    out--;
    String text = fault.text();
    if (text != null) {
      return rejected(text, fault.cause());
    }
    cursor.failure = unreadable(Objects.requireNonNull(cursor.lane), fault.cause());
    return false;
  }

  private boolean rejected(String text, Exception cause) {
    rejected++;
    ElementText beginning = ElementText.of(text);
    return cursor.failed(
        new FailedElement(stage, beginning, cursor.lane, cursor.position, 0, cause));
  }

  private boolean accepted(boolean more) {
    if (more && !cursor.stopped()) {
      return true;
    }
    refused = true;
    return false;
  }

  @Override
  long read() {
    return read + out + rejected;
  }

  @Override
  boolean refused() {
    boolean was = refused;
    refused = false;
    return was;
  }

  @Override
  void count() {
    if (splits) {
      stage.in.add(out + rejected);
      stage.out.add(out);
    }
    read += out + rejected;
    long pushed = out;
    out = 0;
    rejected = 0;
    next.count(pushed);
  }

  @Override
  Object state() {
    return NONE;
  }
}
