package dev.leat.connector.files;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows as records: each component is made of the field in the column of its name. */
final class CsvRecords<R extends Record> implements CsvFormat.ToElement<R> {

  private final Class<R> type;
  private final Constructor<R> constructor;
  private final List<CsvComponent> components = new ArrayList<>();

  /**
   * Looks at the type.
   *
   * @throws IllegalArgumentException if one of its components cannot be made of text
   */
  CsvRecords(Class<R> type) {
    this.type = type;
    RecordComponent[] parts = CsvComponent.of(type);
    Class<?>[] parameters = new Class<?>[parts.length];
    for (int i = 0; i < parts.length; i++) {
      parameters[i] = parts[i].getType();
      components.add(CsvComponent.of(type, parts[i]));
    }
    constructor = CsvComponent.accessible(type, () -> type.getDeclaredConstructor(parameters));
  }

  @Override
  public CsvFormat.Mapping<R> bind(List<String> names) throws IOException {
    int[] columns = new int[components.size()];
    for (int i = 0; i < columns.length; i++) {
      CsvComponent component = components.get(i);
      columns[i] = names.indexOf(component.name());
      if (columns[i] < 0 && !component.optional()) {
        throw new IOException(
            "there is no column '%s' for the component of %s; the columns are %s. Rename a column with rename(..), or make the component an Optional"
                .formatted(component.name(), type.getSimpleName(), names));
      }
    }
    return row -> element(row, columns);
  }

  private R element(CsvRow row, int[] columns) throws MalformedException {
    @Nullable Object[] values = new @Nullable Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] = components.get(i).value(row, columns[i]);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw row.malformed(0, "is no %s: %s".formatted(type.getSimpleName(), cause), cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }
}
