package dev.leat.samples.readme;

import tools.jackson.databind.ObjectMapper;

/** Writes records as JSON. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
