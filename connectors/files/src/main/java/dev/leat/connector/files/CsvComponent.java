package dev.leat.connector.files;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;

/**
 * A component of a record and how it is made of a field.
 *
 * @param optional whether it is an Optional, which is empty when the field is empty or missing
 * @param type what it is made into, without the Optional
 */
record CsvComponent(String name, boolean optional, Class<?> type, CsvValue value) {

  /** The most characters of a field that are shown in a message. */
  private static final int SHOWN = 100;

  /** Gets something that is made accessible. */
  interface Lookup<M extends AccessibleObject> {
    M get() throws NoSuchMethodException;
  }

  /**
   * The components of a record.
   *
   * @throws IllegalArgumentException if it is none, or has none
   */
  static RecordComponent[] of(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null || components.length == 0) {
      throw new IllegalArgumentException(
          "%s is not a record with components".formatted(type.getName()));
    }
    return components;
  }

  /** A component of a record, or an error that says why it cannot be made of text. */
  static CsvComponent of(Class<? extends Record> record, RecordComponent component) {
    boolean optional = component.getType() == Optional.class;
    Class<?> type = optional ? optionalOf(component) : component.getType();
    CsvValue value = CsvValue.of(type);
    if (value == null) {
      throw new IllegalArgumentException(
          "the component '%s' of %s cannot be made of text: %s has no public static method valueOf, parse, of, fromString or create with a text, and no such constructor"
              .formatted(component.getName(), record.getName(), type.getName()));
    }
    return new CsvComponent(component.getName(), optional, type, value);
  }

  static <M extends AccessibleObject> M accessible(Class<?> type, Lookup<M> lookup) {
    try {
      M found = lookup.get();
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "%s is not accessible: make it public, or open its package to this module"
              .formatted(type.getName()),
          e);
    }
  }

  /** The value of a field; the column is -1 if the file does not have it. */
  Object value(CsvRow row, int column) throws MalformedException {
    String field = column < 0 || column >= row.fields().length ? "" : row.fields()[column];
    if (optional && field.isEmpty()) {
      return Optional.empty();
    }
    Object made = make(row, column, field);
    return optional ? Optional.of(made) : made;
  }

  private Object make(CsvRow row, int column, String field) throws MalformedException {
    try {
      return Objects.requireNonNull(value.of(field), "null");
    } catch (Exception e) {
      String shown = field.length() > SHOWN ? field.substring(0, SHOWN) + "..." : field;
      String hint = field.isEmpty() ? "; make the component an Optional if it may be empty" : "";
      throw row.malformed(
          column,
          "has '%s' in the column '%s', which is no %s%s"
              .formatted(shown, name, type.getSimpleName(), hint),
          e);
    }
  }

  private static Class<?> optionalOf(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType generic) {
      Type of = generic.getActualTypeArguments()[0];
      if (of instanceof Class<?> type) {
        return type;
      }
    }
    return Optional.class;
  }
}
