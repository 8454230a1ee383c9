package dev.leat.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs code inside of a native method: {@code qsort} of the C library calls it as its comparator.
 * By reflection, because what it takes is public from Java 22 on only.
 */
final class NativeSort {

  private static final String PACKAGE = "java.lang.foreign.";

  /** Only the first comparison does something. */
  private static final ThreadLocal<Runnable> ACTION = new ThreadLocal<>();

  private NativeSort() {}

  /** Whether this JVM can do it. */
  static boolean isThere() {
    return Runtime.version().feature() >= 22;
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }

  private static Object call(@Nullable Object on, String type, String method, Object... arguments)
      throws Exception {
    for (Method each : type(type).getMethods()) {
      if (each.getName().equals(method) && fits(each, arguments)) {
        return each.invoke(on, arguments);
      }
    }
    throw new NoSuchMethodException(type + "." + method);
  }

  private static boolean fits(Method method, Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean fits = types.length == arguments.length;
    for (int i = 0; fits && i < types.length; i++) {
      fits = MethodType.methodType(types[i]).wrap().returnType().isInstance(arguments[i]);
    }
    return fits;
  }

  static int compare(long a, long b) {
    Runnable action = ACTION.get();
    ACTION.remove();
    if (action != null) {
      action.run();
    }
    return 0;
  }

  private static Object layout(String name) throws Exception {
    return type("ValueLayout").getField(name).get(null);
  }

  private static Object descriptor(@Nullable Object result, Object... arguments) throws Exception {
    Class<?> layouts = type("MemoryLayout");
    Object array = Array.newInstance(layouts, arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      Array.set(array, i, arguments[i]);
    }
    Class<?> descriptors = type("FunctionDescriptor");
    return result == null
        ? descriptors.getMethod("ofVoid", array.getClass()).invoke(null, array)
        : descriptors.getMethod("of", layouts, array.getClass()).invoke(null, result, array);
  }

  /**
   * What is made once.
   *
   * @param caller calls the function
   * @param array two elements to sort
   * @param comparator what it compares them with
   */
  private record Made(MethodHandle caller, Object array, Object comparator) {

    private static final Made ONE = make();

    private static Made make() {
      try {
        Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
        Object options = Array.newInstance(type("Linker$Option"), 0);
        Object lookup = call(linker, "Linker", "defaultLookup");
        Object qsort = ((Optional<?>) call(lookup, "SymbolLookup", "find", "qsort")).orElseThrow();
        Object pointer = layout("ADDRESS");
        Object size = layout("JAVA_LONG");
        Object shape = descriptor(null, pointer, size, size, pointer);
        Object sort = call(linker, "Linker", "downcallHandle", qsort, shape, options);
        MethodHandle compare =
            MethodHandles.lookup()
                .findStatic(
                    NativeSort.class,
                    "compare",
                    MethodType.methodType(int.class, long.class, long.class));
        Object arena = type("Arena").getMethod("global").invoke(null);
        Object compared = descriptor(layout("JAVA_INT"), size, size);
        return new Made(
            (MethodHandle) sort,
            call(arena, "Arena", "allocate", 16L, 8L),
            call(linker, "Linker", "upcallStub", compare, compared, arena, options));
      } catch (Exception e) {
        throw new IllegalStateException("qsort cannot be called", e);
      }
    }
  }

  /** Runs something with a native method in the stack of the current thread. */
  static void run(Runnable action) {
    Made made = Made.ONE;
    ACTION.set(action);
    try {
      made.caller.invoke(made.array, 2L, 8L, made.comparator);
    } catch (Throwable t) {
      throw new IllegalStateException("qsort cannot be called", t);
    }
  }
}
