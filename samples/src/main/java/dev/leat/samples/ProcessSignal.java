package dev.leat.samples;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Signals that the operating system sends to this process. It takes the JVM's own signal type, by
 * reflection because no public API has one.
 */
final class ProcessSignal {

  private ProcessSignal() {}

  /**
   * From now on calls {@code action} on a new thread for each signal of this name, such as {@code
   * TERM}. Does nothing where that is not possible: the JVM then keeps its own reaction.
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      MethodHandle receive =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object handler =
          MethodHandleProxies.asInterfaceInstance(
              handlerType, MethodHandles.dropArguments(receive, 0, type));
      Object signal = type.getConstructor(String.class).newInstance(name);
      type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
    } catch (ReflectiveOperationException e) {
      // Not available here, or the signal is ignored by whoever started the process (nohup).
      return;
    }
  }
}
