package dev.leat.runtime.execution;

import dev.leat.pipeline.connector.IndexedBlock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The head of every chain. The loops over elements are here, but for those of blocks. */
final class HeadOp extends Head {

  private final boolean splits;
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
    this.splits = splits;
  }

  @Override
  int push(Chunk chunk, int from, int to) {
    IndexedBlock<Object> block = chunk.indexed;
    return block == null ? pushChunk(chunk, from, to) : pushBlock(block, from, to);
  }

  private int pushBlock(IndexedBlock<Object> block, int from, int to) {
    long first = block.from();
    int at = from;
    boolean more = true;
    while (more && at < to) {
      cursor.position = first + at;
      more = accepted(pushElement(block, at++));
    }
    return at;
  }

  private boolean pushElement(IndexedBlock<Object> block, int index) {
    Object element;
    try {
      element = block.get(index);
    } catch (Throwable t) {
      cursor.failure = unreadable(Objects.requireNonNull(cursor.lane), t);
      return false;
    }
    return push(element);
  }

  private int pushChunk(Chunk chunk, int from, int to) {
    @Nullable Object[] keys = chunk.keys;
    Object[] elements = chunk.elements;
    long[] positions = chunk.positions;
    int at = from;
    boolean more = true;
    while (more && at < to) {
      cursor.position = positions[at];
      setKey(keys == null ? null : keys[at]);
      Object element = elements[at++];
      boolean divided = splits && element instanceof DividedBlock.Fault;
      more = accepted(divided ? fault((DividedBlock.Fault) element) : push(element));
    }
    return at;
  }

  @SuppressWarnings("ReferenceEquality") // the question is whether there is anything to store
  private void setKey(@Nullable Object key) {
    if (key != cursor.key) {
      cursor.key = key;
    }
  }

  @Override
  boolean emit(Object element, long position) {
    cursor.position = position;
    return accepted(push(element));
  }

  @Override
  boolean push(@Nullable Object element) {
    if (element == null) {
      return failed("null", new NullPointerException("the source emitted null"));
    }
    out++;
    return next.push(element);
  }

  @Override
  boolean reject(String text, long position, Exception cause) {
    cursor.position = position;
    return accepted(rejected(text, cause));
  }

  /** Takes what stands in a divided block for something that is no element. */
  private boolean fault(DividedBlock.Fault fault) {
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
    out = 0;
    rejected = 0;
    next.count();
  }

  @Override
  Object state() {
    return NONE;
  }
}
