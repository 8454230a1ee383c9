package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Classes of operators that belong to one stage. The virtual machine collects what it knows of a
 * call by the place in the code where it stands. In the shared classes that place is the same for
 * all stages of all pipelines, so it meets every function and every following operator and can
 * neither be predicted nor inlined. Here the same code is defined once more for each stage, as a
 * hidden class (JEP 371), so that every call has one target and a chain is compiled into one loop.
 *
 * <p>A class is made for the classes of what it calls: its function and the operator behind it. So
 * it serves all jobs that run the same code, and stays compiled from one to the next. The table
 * knows all of them weakly, but for the chains that were kept last, so that what a user has loaded
 * for a job can be unloaded while the runtime lives: when other chains were kept since, or memory
 * gets short. What was made for it goes when the table is used next. Thread-safe.
 */
public final class OperatorClasses {

  /** A class takes some 3 KB. */
  private static final int MOST = 2_000;

  /** A chain takes some 3 KB for each operator, and its compiled code. */
  private static final int MOST_FIXED = 100;

  /** Of those that begin with the same operation. */
  private static final int MOST_ALIKE = 8;

  private static final int MOST_RECENT = 16;

  /** By the class of what is called, then by that of the operator behind; both weakly. */
  private final Map<Template, Map<Class<?>, Map<Class<?>, MethodHandle>>> makers =
      new EnumMap<>(Template.class);

  /**
   * Chains that no job uses, by an operation of their segment, weakly: they hold its function,
   * which lives as long as the operation at least.
   */
  private final Map<Operation, List<FixedChain>> fixed = new WeakHashMap<>();

  /**
   * Holds the operations of the chains that were kept last until memory gets short: who makes a
   * pipeline anew for each job has none of its operations while no job runs.
   */
  private final Deque<SoftReference<Operation>> recent = new ArrayDeque<>();

  private int made;
  private int waiting;

  /** Makes a table without classes. */
  public OperatorClasses() {}

  /** The code of the templates, which is read once. */
  private static final class Code {

    private static final Map<Template, byte[]> READ = read();

    private static Map<Template, byte[]> read() {
      Map<Template, byte[]> all = new EnumMap<>(Template.class);
      for (Template template : Template.values()) {
        all.put(template, OperatorClasses.code(template));
      }
      return all;
    }
  }

  /**
   * Reads what classes are made of; called on a thread that may block, before the first is needed
   * on one that may not.
   */
  static void load() {
    Objects.requireNonNull(Code.READ);
  }

  /** Lets go of all classes; called when no job needs them any more. */
  public synchronized void clear() {
    makers.clear();
    fixed.clear();
    recent.clear();
    made = 0;
    waiting = 0;
  }

  /** Makes an operator of a class that belongs to its stage. */
  Op make(Template template, Cursor cursor, StageRun stage, Object part, Op next) {
    Object called = part instanceof AggregatePart whole ? whole.aggregator() : part;
    MethodHandle maker = maker(template, called.getClass(), next.getClass());
    return Template.make(maker, cursor, stage, part, next);
  }

  private synchronized MethodHandle maker(Template template, Class<?> part, Class<?> next) {
    if (made == MOST) {
      clear();
    }
    return makers
        .computeIfAbsent(template, key -> new WeakHashMap<>())
        .computeIfAbsent(part, key -> new WeakHashMap<>())
        .computeIfAbsent(next, key -> define(template));
  }

  private MethodHandle define(Template template) {
    made++;
    return copy(template);
  }

  /** Makes an operator of a class of which there is no other. */
  static Op alone(Template template, Cursor cursor, StageRun stage, Object part, Op next) {
    return Template.make(copy(template), cursor, stage, part, next);
  }

  private static MethodHandle copy(Template template) {
    byte[] bytes = Objects.requireNonNull(Code.READ.get(template));
    try {
      Class<?> copy = MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
      return template.maker(copy);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(template + " cannot be defined", e);
    }
  }

  /**
   * What a head is made of.
   *
   * @param splits whether it reads blocks
   */
  private record HeadParts(Cursor cursor, StageRun stage, boolean splits, Op next) {}

  /** Makes a head that is a constant in the code of its class. */
  static Head constantHead(Cursor cursor, StageRun stage, boolean splits, Op next) {
    byte[] bytes = Objects.requireNonNull(Code.READ.get(Template.HEAD));
    try {
      MethodHandles.Lookup made =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(
                  bytes,
                  new AtomicReference<Object>(new HeadParts(cursor, stage, splits, next)),
                  true);
      return (Head) made.findStaticGetter(made.lookupClass(), "ONLY", Head.class).invoke();
    } catch (Throwable t) {
      throw new IllegalStateException("a head cannot be defined", t);
    }
  }

  /** Makes the only head of a class, while that is initialized; null if it was not made for one. */
  static @Nullable Head onlyHead(MethodHandles.Lookup lookup) {
    try {
      AtomicReference<Object> data = classData(lookup);
      // Taken out, because the class keeps its data for ever, and the stage belongs to a job.
      HeadParts parts = data == null ? null : (HeadParts) data.getAndSet("taken");
      if (parts == null) {
        return null;
      }
      MethodHandle maker = Template.HEAD.maker(lookup.lookupClass(), lookup);
      return (Head) Template.make(maker, parts.cursor, parts.stage, parts.splits, parts.next);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the parts of a head cannot be read", e);
    }
  }

  @SuppressWarnings("unchecked") // a head has no other data
  private static @Nullable AtomicReference<Object> classData(MethodHandles.Lookup lookup)
      throws IllegalAccessException {
    return MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, AtomicReference.class);
  }

  // Chains that are constants, while no job uses them.

  /**
   * Takes a chain that was made for a segment with the same functions.
   *
   * @return null if there is none
   */
  synchronized @Nullable FixedChain take(FixedShape shape) {
    List<FixedChain> free = fixed.get(shape.key());
    if (free == null) {
      return null;
    }
    for (FixedChain chain : free) {
      if (chain.fits(shape)) {
        free.remove(chain);
        waiting--;
        return chain;
      }
    }
    return null;
  }

  /**
   * Keeps a chain for the next job that runs the same functions: as long as the operations of the
   * last job that used it, not of the first, and for a while after.
   */
  synchronized void keep(FixedShape shape, FixedChain chain) {
    if (waiting == MOST_FIXED) {
      fixed.clear();
      waiting = 0;
    }
    List<FixedChain> kept = fixed.remove(shape.key());
    List<FixedChain> free = kept == null ? new ArrayList<>(1) : kept;
    free.add(chain);
    fixed.put(shape.key(), free);
    waiting++;
    if (free.size() > MOST_ALIKE) {
      free.removeFirst();
      waiting--;
    }
    recent.addLast(new SoftReference<>(shape.key()));
    if (recent.size() > MOST_RECENT) {
      recent.removeFirst();
    }
  }

  private static byte[] code(Template template) {
    String file = template.shared.getSimpleName() + ".class";
    try (InputStream in = OperatorClasses.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the code of " + template.shared + " was not found");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
