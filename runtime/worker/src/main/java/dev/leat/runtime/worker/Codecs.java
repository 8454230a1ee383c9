package dev.leat.runtime.worker;

import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of classes, and the codecs of users. Reads only records, enums, types that travel as
 * text, and types with a codec; never any other class. Thread-safe.
 */
final class Codecs {

  private final ClassLoader loader;
  private final Map<Class<?>, ValueCodec<Object>> codecs = new ConcurrentHashMap<>();
  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();
  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

  /** With all codecs that are found as services. */
  Codecs(ClassLoader loader) {
    this.loader = loader;
    ServiceLoader.load(ValueCodec.class, loader).forEach(this::add);
  }

  /**
   * With codecs that another process has found as services: looking into every entry of the class
   * path again would take longer than all else before the first element.
   *
   * @throws ServiceConfigurationError if one of them is not here, or cannot be made
   */
  Codecs(ClassLoader loader, List<String> found) {
    this.loader = loader;
    for (String name : found) {
      add(provided(name));
    }
  }

  private ValueCodec<?> provided(String name) {
    try {
      return Class.forName(name, true, loader)
          .asSubclass(ValueCodec.class)
          .getConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw new ServiceConfigurationError(
          "%s: Provider %s not found".formatted(ValueCodec.class.getName(), name), e);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new ServiceConfigurationError(
          "%s: Provider %s could not be instantiated".formatted(ValueCodec.class.getName(), name),
          e);
    }
  }

  /** The classes of all codecs, for another process. */
  List<String> found() {
    return codecs.values().stream().map(codec -> codec.getClass().getName()).sorted().toList();
  }

  @SuppressWarnings("unchecked") // a codec is only given objects of exactly its own type
  private void add(ValueCodec<?> codec) {
    codecs.put(codec.type(), (ValueCodec<Object>) codec);
  }

  @Nullable ValueCodec<Object> codec(Class<?> type) {
    return codecs.get(type);
  }

  @Nullable Shape shape(Class<?> type) {
    Shape known = shapes.get(type);
    if (known == null) {
      known = Shape.of(type, this);
      if (known != null) {
        shapes.put(type, known);
      }
    }
    return known;
  }

  /** The class of a name that was read; one that may not travel is refused. */
  Class<?> named(String name) {
    Class<?> known = classes.get(name);
    if (known != null) {
      return known;
    }
    Class<?> found;
    try {
      found = Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ProtocolException("there is no class " + name);
    }
    if (!found.isRecord() && !found.isEnum() && !Texts.handles(found) && codec(found) == null) {
      throw new ProtocolException(name + " is not of a kind that travels");
    }
    classes.put(name, found);
    return found;
  }
}
