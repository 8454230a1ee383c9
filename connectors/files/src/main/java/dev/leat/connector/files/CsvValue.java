package dev.leat.connector.files;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a value of a field. */
@FunctionalInterface
interface CsvValue {

  Object of(String field) throws Exception;

  /** How a type is made of text; null if it is not known. */
  static @Nullable CsvValue of(Class<?> type) {
    Class<?> boxed = boxed(type);
    if (boxed == String.class || boxed == CharSequence.class || boxed == Object.class) {
      return field -> field;
    }
    if (boxed == Boolean.class) {
      return CsvValue::toBoolean;
    }
    if (boxed == Character.class) {
      return CsvValue::toCharacter;
    }
    return byConvention(boxed);
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodHandles.identity(type).type().wrap().returnType();
  }

  private static Object toBoolean(String field) {
    if (field.equalsIgnoreCase("true") || field.equalsIgnoreCase("false")) {
      return field.equalsIgnoreCase("true");
    }
    throw new IllegalArgumentException("neither true nor false");
  }

  private static Object toCharacter(String field) {
    if (field.length() == 1) {
      return field.charAt(0);
    }
    throw new IllegalArgumentException("not one character");
  }

  /** The static method of a text, or the constructor, that types of this kind usually have. */
  private static @Nullable CsvValue byConvention(Class<?> type) {
    for (String name : List.of("valueOf", "parse", "of", "fromString", "create")) {
      for (Class<?> parameter : List.of(String.class, CharSequence.class)) {
        Method method = method(type, name, parameter);
        if (method != null) {
          return field -> called(() -> method.invoke(null, field));
        }
      }
    }
    try {
      Constructor<?> constructor = type.getConstructor(String.class);
      boolean usable = !Modifier.isAbstract(type.getModifiers());
      return usable ? field -> called(() -> constructor.newInstance(field)) : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static @Nullable Method method(Class<?> type, String name, Class<?> parameter) {
    try {
      Method method = type.getMethod(name, parameter);
      boolean makes =
          Modifier.isStatic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType());
      if (!makes) {
        return null;
      }
      method.trySetAccessible(); // a public method of a class that is not public
      return method;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Object called(java.util.concurrent.Callable<Object> call) throws Exception {
    try {
      return call.call();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
