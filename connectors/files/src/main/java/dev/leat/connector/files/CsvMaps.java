package dev.leat.connector.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as maps from the names of the columns to fields, in the order of the file. */
final class CsvMaps implements CsvFormat.ToElement<Map<String, String>> {

  @Override
  public CsvFormat.Mapping<Map<String, String>> bind(List<String> names) {
    return row -> {
      String[] fields = row.fields();
      int count = Math.min(fields.length, names.size());
      Map<String, String> element = LinkedHashMap.newLinkedHashMap(count);
      for (int i = 0; i < count; i++) {
        element.put(names.get(i), fields[i]);
      }
      return Collections.unmodifiableMap(element);
    };
  }
}
