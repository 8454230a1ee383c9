package dev.leat.runtime.worker;

import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.graph.StageFunction;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells, before anything runs, whether the function of a stage and its elements can cross the
 * border between processes, and if not, what is in the way.
 */
public final class Travel {

  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          Line.class,
          Long.class,
          Integer.class,
          Double.class,
          Float.class,
          Short.class,
          Byte.class,
          Character.class,
          Boolean.class,
          Optional.class);

  private final Codecs codecs;
  private final Set<Type> seen = new HashSet<>();

  private Travel(Codecs codecs) {
    this.codecs = codecs;
  }

  /** Why a function or the types it declares cannot travel; empty if they can. */
  public static Optional<String> problem(StageFunction function) {
    Object code =
        switch (function) {
          case StageFunction.Plain plain -> plain.function();
          case StageFunction.WithResource with -> with.function();
        };
    String problem = problemOfCode(function, code);
    return Optional.ofNullable(problem == null ? problemOfTypes(code) : problem);
  }

  private static @Nullable String problemOfCode(StageFunction function, Object code) {
    ClassLoader loader = code.getClass().getClassLoader();
    if (loader != null && !loader.equals(ClassLoader.getSystemClassLoader())) {
      return "its function was loaded by %s, which workers do not have; put its class on the class path"
          .formatted(loader);
    }
    try {
      FunctionTransport.pack(function);
      return null;
    } catch (NotSerializableException e) {
      return captured(code, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return "its function cannot travel to a worker: " + e;
    }
  }

  private static String captured(Object code, String type) {
    SerializedLambda lambda = lambda(code);
    if (lambda == null) {
      return "its function holds a %s, which cannot travel to a worker; make it Serializable, or open it as a Resource"
          .formatted(type);
    }
    String owner = lambda.getCapturingClass().replace('/', '.');
    if (owner.equals(type)) {
      return "its function uses a field or method of the %s around it, which cannot travel to a worker: copy the field to a local variable, make the method static, or open it as a Resource"
          .formatted(simple(owner));
    }
    return "its function captures a %s, which cannot travel to a worker; make it Serializable, or open it as a Resource"
        .formatted(type);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What a lambda or method reference is made of; null for anything else. */
  public static @Nullable SerializedLambda lambda(Object code) {
    if (!(code instanceof Serializable) || !code.getClass().isHidden()) {
      return null;
    }
    try {
      Method writeReplace = code.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      return writeReplace.invoke(code) instanceof SerializedLambda lambda ? lambda : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // then its types are only known when it runs
    }
  }

  private static @Nullable String problemOfTypes(Object code) {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    SerializedLambda lambda = lambda(code);
    if (lambda == null) {
      return null;
    }
    MethodType signature;
    try {
      signature = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader);
    } catch (RuntimeException | LinkageError e) {
      return null; // a type that is not found here is met again when it runs
    }
    Travel travel = new Travel(new Codecs(loader));
    String input = travel.problem(signature.parameterType(signature.parameterCount() - 1));
    if (input != null) {
      return "its elements cannot travel to a worker: " + input;
    }
    String result = travel.problem(signature.returnType());
    return result == null ? null : "its results cannot travel to a worker: " + result;
  }

  private @Nullable String problem(Type type) {
    if (!seen.add(type)) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        String problem = problem(argument);
        if (problem != null) {
          return problem;
        }
      }
      return problem(generic.getRawType());
    }
    // Variables and wildcards are only known when elements come.
    return type instanceof Class<?> plain ? problemOfClass(plain) : null;
  }

  private @Nullable String problemOfClass(Class<?> type) {
    if (type.isPrimitive() || SIMPLE.contains(type) || Texts.handles(type)) {
      return null;
    }
    if (codecs.codec(type) != null || type.isEnum()) {
      return null;
    }
    if (type.isArray()) {
      return type.getComponentType().isPrimitive()
          ? null
          : "%s is an array of objects; use a List".formatted(type.getTypeName());
    }
    if (type.isRecord()) {
      return problemOfRecord(type);
    }
    if (type.isSealed()) {
      return problemOfSealed(type);
    }
    boolean open =
        type.isInterface()
            || Modifier.isAbstract(type.getModifiers())
            || type.equals(Object.class)
            || Collection.class.isAssignableFrom(type)
            || Map.class.isAssignableFrom(type);
    return open
        ? null
        : "%s is neither a simple type nor a record; make it a record, or give it a ValueCodec"
            .formatted(type.getTypeName());
  }

  private @Nullable String problemOfRecord(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String problem = problem(component.getGenericType());
      if (problem != null) {
        return "field '%s' of %s: %s".formatted(component.getName(), type.getTypeName(), problem);
      }
    }
    return null;
  }

  private @Nullable String problemOfSealed(Class<?> type) {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      String problem = problem(permitted);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }
}
