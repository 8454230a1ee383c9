package dev.leat.runtime.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

/**
 * Classes of operators that belong to one stage. The virtual machine collects what it knows of a
 * call by the place in the code where it stands. In the shared classes that place is the same for
 * all stages of all pipelines, so it meets every function and every following operator and can
 * neither be predicted nor inlined. Here the same code is defined once more for each stage, as a
 * hidden class (JEP 371), so that every call has one target and a chain is compiled into one loop.
 *
 * <p>A class is made for the classes of what it calls: its function and the operator behind it. So
 * it serves all jobs that run the same code, and stays compiled from one to the next. The table
 * knows all of them weakly, so that what a user has loaded for a job can be unloaded while the
 * runtime lives; what was made for it goes when the table is used next. Thread-safe.
 */
public final class OperatorClasses {

  /** A class takes some 3 KB. */
  private static final int MOST = 2_000;

  /** By the class of what is called, then by that of the operator behind; both weakly. */
  private final Map<Template, Map<Class<?>, Map<Class<?>, MethodHandle>>> makers =
      new EnumMap<>(Template.class);

  private int made;

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
    made = 0;
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
    byte[] bytes = Objects.requireNonNull(Code.READ.get(template));
    try {
      Class<?> copy = MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
      return template.maker(copy);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(template + " cannot be defined", e);
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
