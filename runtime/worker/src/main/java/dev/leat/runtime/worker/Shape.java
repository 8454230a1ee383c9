package dev.leat.runtime.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How objects of one class travel that is not built into {@link Values}. Immutable. */
sealed interface Shape {

  /** The shape of a class, or null if it cannot travel. */
  static @Nullable Shape of(Class<?> type, Codecs codecs) {
    ValueCodec<Object> codec = codecs.codec(type);
    if (codec != null) {
      return new Coded(codec);
    }
    if (type.isRecord()) {
      return RecordShape.of(type);
    }
    if (type.isEnum()) {
      return new EnumShape(type.getEnumConstants());
    }
    Function<String, Object> parser = Texts.parser(type);
    return parser == null ? null : new Textual(parser);
  }

  /**
   * By a codec of the user.
   *
   * @param codec the codec
   */
  record Coded(ValueCodec<Object> codec) implements Shape {}

  /**
   * By its text.
   *
   * @param parser reads the text
   */
  record Textual(Function<String, Object> parser) implements Shape {}

  /** By its name. */
  final class EnumShape implements Shape {

    private final Map<String, Object> constants = new HashMap<>();

    EnumShape(Object[] all) {
      for (Object constant : all) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
    }

    Object constant(String name) {
      Object constant = constants.get(name);
      if (constant == null) {
        throw new ProtocolException("there is no constant " + name);
      }
      return constant;
    }
  }

  /** By its components. */
  final class RecordShape implements Shape {

    private final String[] names;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    private RecordShape(String[] names, MethodHandle[] accessors, MethodHandle constructor) {
      this.names = names;
      this.accessors = accessors;
      this.constructor = constructor;
    }

    private static RecordShape of(Class<?> type) {
      try {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        RecordComponent[] components = type.getRecordComponents();
        String[] names = new String[components.length];
        MethodHandle[] accessors = new MethodHandle[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
          names[i] = components[i].getName();
          types[i] = components[i].getType();
          accessors[i] =
              lookup
                  .findVirtual(type, names[i], MethodType.methodType(types[i]))
                  .asType(MethodType.methodType(Object.class, Object.class));
        }
        MethodHandle constructor =
            lookup
                .findConstructor(type, MethodType.methodType(void.class, types))
                .asType(MethodType.genericMethodType(components.length))
                .asSpreader(Object[].class, components.length);
        return new RecordShape(names, accessors, constructor);
      } catch (IllegalAccessException | NoSuchMethodException e) {
        throw new UntransferableException(
            "is of %s, which cannot be read from outside: %s".formatted(type, e));
      }
    }

    int size() {
      return names.length;
    }

    String name(int component) {
      return names[component];
    }

    @Nullable Object get(Object owner, int component) {
      try {
        return (Object) accessors[component].invokeExact(owner);
      } catch (Throwable t) {
        throw new UntransferableException(
            "has a component '%s' that cannot be read: %s".formatted(names[component], t));
      }
    }

    Object make(@Nullable Object[] values) {
      try {
        return (Object) constructor.invokeExact(values);
      } catch (Throwable t) {
        throw new UntransferableException("cannot be made again from its components: " + t);
      }
    }
  }
}
