package dev.leat.connector.files;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the fields of a row of an element. Used by several threads. */
@FunctionalInterface
interface CsvRowMaker<T> {

  /**
   * The fields, in the order of the columns.
   *
   * @throws IOException if the element has others
   */
  String[] fields(T element) throws IOException;

  /** The values of a map in the order of these names, which must be all it has. */
  static CsvRowMaker<Map<String, ?>> ofMap(List<String> names) {
    return map -> {
      String[] fields = new String[names.size()];
      int found = 0;
      for (int i = 0; i < fields.length; i++) {
        String name = names.get(i);
        fields[i] = text(map.get(name));
        found += map.containsKey(name) ? 1 : 0;
      }
      if (found < map.size()) {
        List<String> others = new ArrayList<>(map.keySet());
        others.removeAll(names);
        throw new IOException(
            "an element has values for %s, but the columns are %s".formatted(others, names));
      }
      return fields;
    };
  }

  /** The components of a record. */
  static <R extends Record> CsvRowMaker<R> ofRecord(Class<R> type) {
    Method[] accessors =
        Arrays.stream(CsvComponent.of(type))
            .map(RecordComponent::getAccessor)
            .map(accessor -> CsvComponent.accessible(type, () -> accessor))
            .toArray(Method[]::new);
    return element -> {
      String[] fields = new String[accessors.length];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = text(component(element, accessors[i]));
      }
      return fields;
    };
  }

  private static @Nullable Object component(Record element, Method accessor) throws IOException {
    try {
      return accessor.invoke(element);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException("%s of an element failed: %s".formatted(accessor.getName(), cause), e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot call " + accessor, e);
    }
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Object::toString).orElse("");
    }
    return value == null ? "" : value.toString();
  }
}
