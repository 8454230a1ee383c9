package dev.leat.runtime;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Position;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Emitter;
import dev.leat.pipeline.connector.IndexedBlock;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import dev.leat.pipeline.connector.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A source whose lanes do what a script says, and which notes every call that breaks the rules of
 * the contract for connectors.
 */
final class ScriptedSource implements Source<Item> {

  /** How many positions a block covers. */
  static final long BLOCK = 10_000;

  private final List<Script> scripts = new ArrayList<>();
  private final List<ScriptedLane> lanes = new ArrayList<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private OnError onError = OnError.fail();

  /** One lane: blocks, and how it ends. */
  record Script(List<List<Entry>> blocks, @Nullable String failure) {}

  /** What stands in a block. */
  sealed interface Entry {

    /** An element. */
    record Element(long position, Item item) implements Entry {}

    /** Input that is no element. */
    record Rejected(long position, String text) implements Entry {}

    /** The block cannot be read any further. */
    record Broken(String message) implements Entry {}
  }

  ScriptedSource onError(OnError action) {
    onError = action;
    return this;
  }

  ScriptedSource lane(Script script) {
    scripts.add(script);
    return this;
  }

  /** The same source with no more than so many blocks of each lane, and an orderly end. */
  ScriptedSource cut(List<Integer> blocks) {
    ScriptedSource shorter = new ScriptedSource().onError(onError);
    for (int i = 0; i < scripts.size(); i++) {
      Script script = scripts.get(i);
      int kept = Math.min(blocks.get(i), script.blocks.size());
      shorter.lane(new Script(script.blocks.subList(0, kept), null));
    }
    return shorter;
  }

  List<Script> scripts() {
    return scripts;
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  /** The lanes of the only job. */
  List<ScriptedLane> lanes() {
    return lanes;
  }

  @Override
  public String describe() {
    return "script";
  }

  @Override
  public OnError onError() {
    return onError;
  }

  @Override
  public synchronized List<ScriptedLane> lanes(ConnectorContext context) {
    if (!lanes.isEmpty()) {
      violations.add("lanes() was called twice");
    }
    for (int i = 0; i < scripts.size(); i++) {
      lanes.add(new ScriptedLane(i, scripts.get(i)));
    }
    return lanes;
  }

  /** A lane and its only reader. */
  final class ScriptedLane implements Lane<Item>, LaneReader<Item> {

    private final int number;
    private final Script script;
    private final AtomicInteger users = new AtomicInteger();
    private volatile int handedOut;
    private volatile boolean opened;
    private volatile boolean closed;
    private volatile long acknowledged = -1;
    private volatile long end = -1;

    ScriptedLane(int number, Script script) {
      this.number = number;
      this.script = script;
    }

    int handedOut() {
      return handedOut;
    }

    long acknowledged() {
      return acknowledged;
    }

    /** The end of the last block handed out, or -1. */
    long end() {
      return end;
    }

    boolean leaked() {
      return opened && !closed;
    }

    @Override
    public String name() {
      return "lane" + number;
    }

    @Override
    public LaneReader<Item> open() {
      if (opened) {
        violations.add(name() + " was opened twice");
      }
      opened = true;
      return this;
    }

    @Override
    public @Nullable Block<Item> next() throws Exception {
      if (closed || users.getAndIncrement() != 0) {
        violations.add(name() + ": next() at the same time as another, or after close()");
      }
      try {
        int at = handedOut;
        if (at == script.blocks.size()) {
          if (script.failure != null) {
            throw new IllegalStateException(script.failure);
          }
          return null;
        }
        handedOut = at + 1;
        List<Entry> entries = script.blocks.get(at);
        long from = Math.max(0, end);
        end = BLOCK * (at + 1);
        return isDense(entries, from)
            ? new DenseBlock(this, entries, from, end)
            : new ScriptedBlock(this, entries, from, end);
      } finally {
        users.decrementAndGet();
      }
    }

    @Override
    public Position describe(long position) {
      if (closed) {
        violations.add(name() + ": describe() after close()");
      }
      return new Position(name(), position, 2 * position);
    }

    @Override
    public synchronized void acknowledged(long position) {
      if (closed || position <= acknowledged || position > end) {
        violations.add(
            "%s: acknowledged %d after %d of %d%s"
                .formatted(name(), position, acknowledged, end, closed ? ", closed" : ""));
      }
      acknowledged = position;
    }

    @Override
    public void close() {
      if (closed) {
        violations.add(name() + " was closed twice");
      }
      closed = true;
    }
  }

  /** Whether there are only elements, and the position of each follows from its index. */
  private static boolean isDense(List<Entry> entries, long from) {
    for (int i = 0; i < entries.size(); i++) {
      if (!(entries.get(i) instanceof Entry.Element element && element.position() == from + i)) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  /** A cursor over the entries of a block. */
  private class ScriptedBlock implements Block<Item> {

    private final ScriptedLane lane;
    private final List<Entry> entries;
    private final long from;
    private final long to;
    private final AtomicBoolean used = new AtomicBoolean();
    private int next;
    private boolean exhausted;

    ScriptedBlock(ScriptedLane lane, List<Entry> entries, long from, long to) {
      this.lane = lane;
      this.entries = entries;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean read(Emitter<? super Item> out) throws Exception {
      if (exhausted || lane.closed || !used.compareAndSet(false, true)) {
        violations.add("a block was read by two, or after its end, or after close()");
      }
      try {
        boolean more = true;
        while (more && next < entries.size()) {
          more =
              switch (entries.get(next++)) {
                case Entry.Element(long position, Item item) -> out.emit(item, position);
                case Entry.Rejected(long position, String text) ->
                    out.reject(text, position, new IllegalArgumentException("no item"));
                case Entry.Broken(String message) -> throw new IllegalStateException(message);
              };
        }
        exhausted = next == entries.size();
        return exhausted;
      } finally {
        used.set(false);
      }
    }

    @Override
    public long from() {
      return from;
    }

    @Override
    public long to() {
      return to;
    }

    @Override
    public long weight() {
      return entries.size();
    }
  }

  /** A block whose elements are taken by their index. */
  private final class DenseBlock extends ScriptedBlock implements IndexedBlock<Item> {

    private final ScriptedLane lane;
    private final List<Entry> entries;

    DenseBlock(ScriptedLane lane, List<Entry> entries, long from, long to) {
      super(lane, entries, from, to);
      this.lane = lane;
      this.entries = entries;
    }

    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public Item get(int index) {
      if (lane.closed) {
        violations.add("an element was taken after close()");
      }
      return ((Entry.Element) entries.get(index)).item();
    }
  }
}
