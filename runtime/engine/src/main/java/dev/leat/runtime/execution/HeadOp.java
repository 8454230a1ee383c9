package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.IndexedBlock;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The head of every chain, with the loops over elements, but for those of blocks. */
final class HeadOp extends Head {

  /**
   * The only head of this class, where it was made for one chain; else null. In a hidden class the
   * name of the class means the one that was copied, except in casts and calls.
   */
  private static final @Nullable Head ONLY = OperatorClasses.onlyHead(MethodHandles.lookup());

  private final Cursor current;
  private final Op behind;
  private final @Nullable StrideEnd strideEnd;
  private final boolean splits;
  private long read;
  private long rejected;

  /**
   * A head.
   *
   * @param splits whether it is the source itself that is counted here, because it reads blocks
   */
  HeadOp(Cursor cursor, StageRun stage, boolean splits, Op next) {
    super(cursor, stage, splits, next);
    this.current = cursor;
    this.behind = next;
    this.strideEnd = next.strideEnd();
    this.splits = splits;
  }

  @Override
  int stride(Chunk chunk, int from, int to) {
    IndexedBlock<Object> block = chunk.indexed;
    return block == null ? strideOf(chunk, from, to) : strideOf(block, from, to);
  }

  private int strideOf(IndexedBlock<Object> block, int from, int to) {
    HeadOp self = ONLY == null ? this : (HeadOp) ONLY;
    Cursor place = self.current;
    long first = block.from();
    Object stride = self.strideEnd == null ? null : self.strideEnd.begin();
    long passed = 0;
    int at = from;
    while (at < to) {
      place.position = first + at;
      long one = self.passElement(block, at, stride);
      at++;
      passed += one;
      if (one < 0) {
        break;
      }
    }
    return self.more(passed, stride) ? at : ~at;
  }

  private long passElement(IndexedBlock<Object> block, int index, @Nullable Object stride) {
    Object element;
    try {
      element = block.get(index);
    } catch (Throwable t) {
      out--;
      cursor.failure = unreadable(Objects.requireNonNull(cursor.lane), t);
      return STOP;
    }
    return pass(element, stride);
  }

  private int strideOf(Chunk chunk, int from, int to) {
    HeadOp self = ONLY == null ? this : (HeadOp) ONLY;
    Cursor place = self.current;
    @Nullable Object[] keys = chunk.keys;
    Object[] elements = chunk.elements;
    Positions positions = chunk.positions;
    Object stride = self.strideEnd == null ? null : self.strideEnd.begin();
    long passed = 0;
    int at = from;
    while (at < to) {
      place.position = positions.at(at);
      self.setKey(keys == null ? null : keys[at]);
      Object element = elements[at];
      boolean divided = self.splits && element instanceof DividedBlock.Fault;
      long one = divided ? self.pass((DividedBlock.Fault) element) : self.pass(element, stride);
      at++;
      passed += one;
      if (one < 0) {
        break;
      }
    }
    return self.more(passed, stride) ? at : ~at;
  }

  /** Ends a stride; returns whether the next element may follow. */
  private boolean more(long passed, @Nullable Object stride) {
    counts += passed & Lane.ALL;
    boolean more = stride == null || strideEnd == null || strideEnd.end(stride);
    return more && passed >= LAST;
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
  long pass(@Nullable Object element, @Nullable Object stride) {
    if (element == null) {
      return push(null) ? 0 : STOP;
    }
    return behind.pass(element, stride);
  }

  @Override
  boolean reject(String text, long position, Exception cause) {
    cursor.position = position;
    return accepted(rejected(text, cause));
  }

  /** Takes what stands in a divided block for something that is no element. */
  private long pass(DividedBlock.Fault fault) {
    out--;
    String text = fault.text();
    if (text != null) {
      return rejected(text, fault.cause()) ? 0 : STOP;
    }
    cursor.failure = unreadable(Objects.requireNonNull(cursor.lane), fault.cause());
    return STOP;
  }

  private boolean rejected(String text, Exception cause) {
    rejected++;
    ElementText beginning = ElementText.of(text);
    return cursor.failed(
        new FailedElement(stage, beginning, cursor.lane, cursor.position, 0, cause));
  }

  @Override
  long read() {
    return read + out + rejected;
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
