package dev.leat.runtime.worker;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.graph.StageFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.Set;
import java.util.TreeSet;

/**
 * Carries the function of a stage to a worker: a simple lambda by {@link LambdaTransport}, all else
 * as a serialized object. Reading that makes objects of the classes that it was written with and of
 * no others.
 */
final class FunctionTransport {

  private static final int MOST_DEPTH = 64;
  private static final int MOST_REFERENCES = 1_000_000;

  private FunctionTransport() {}

  /** A function on its way: a lambda, or a serialized object with the names of all its classes. */
  static final class Packed {

    private final boolean lambda;
    private final byte[] bytes;
    private final Set<String> classes;

    Packed(boolean lambda, byte[] bytes, Set<String> classes) {
      this.lambda = lambda;
      this.bytes = bytes;
      this.classes = classes;
    }

    boolean lambda() {
      return lambda;
    }

    byte[] bytes() {
      return bytes;
    }

    Set<String> classes() {
      return classes;
    }
  }

  /**
   * Packs a function.
   *
   * @throws IOException if it cannot travel
   */
  static Packed pack(StageFunction function) throws IOException {
    byte[] lambda =
        function instanceof StageFunction.Plain plain
            ? LambdaTransport.pack(plain.function())
            : null;
    return lambda == null ? serialize(function) : new Packed(true, lambda, Set.of());
  }

  private static Packed serialize(StageFunction function) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ClassNotingStream out = new ClassNotingStream(bytes)) {
      out.writeObject(function);
      out.flush();
      return new Packed(false, bytes.toByteArray(), out.classes);
    }
  }

  /**
   * Unpacks a function in a worker.
   *
   * @throws IOException if the bytes hold anything but what was announced
   */
  @SuppressWarnings("unchecked") // it was one when it was packed
  static StageFunction unpack(Packed packed) throws IOException, ClassNotFoundException {
    return packed.lambda()
        ? new StageFunction.Plain(
            (CheckedFunction<Object, Object>) LambdaTransport.unpack(packed.bytes()))
        : deserialize(packed.bytes(), packed.classes());
  }

  private static StageFunction deserialize(byte[] bytes, Set<String> classes)
      throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(info -> check(info, classes));
      return (StageFunction) in.readObject();
    }
  }

  private static ObjectInputFilter.Status check(
      ObjectInputFilter.FilterInfo info, Set<String> classes) {
    if (info.depth() > MOST_DEPTH || info.references() > MOST_REFERENCES) {
      return ObjectInputFilter.Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return ObjectInputFilter.Status.UNDECIDED;
    }
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    boolean known =
        element.isPrimitive()
            || element.isHidden() // what a known lambda has become; no stream can name such a class
            || classes.contains(element.getName())
            || (type.isArray() && element.equals(Object.class));
    return known ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
  }

  /** Notes every class that is written. */
  private static final class ClassNotingStream extends ObjectOutputStream {

    private final Set<String> classes = new TreeSet<>();

    ClassNotingStream(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass descriptor) throws IOException {
      Class<?> type = descriptor.forClass();
      while (type.isArray()) {
        type = type.getComponentType();
      }
      classes.add(type.getName());
      super.writeClassDescriptor(descriptor);
    }
  }
}
