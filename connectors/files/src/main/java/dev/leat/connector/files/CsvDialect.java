package dev.leat.connector.files;

/**
 * The characters with a meaning.
 *
 * @param separator stands between fields
 * @param quote stands around fields that hold special characters
 */
record CsvDialect(char separator, char quote) {

  static final CsvDialect DEFAULTS = new CsvDialect(',', '"');

  CsvDialect {
    require("separator", separator);
    require("quote", quote);
    if (separator == quote) {
      throw new IllegalArgumentException(
          "separator and quote must differ, but both are '%c'".formatted(quote));
    }
  }

  private static void require(String option, char character) {
    if (character == '\n' || character == '\r' || character == 0 || character > 0x7F) {
      throw new IllegalArgumentException(
          "%s must be an ASCII character and no line end, not U+%04X"
              .formatted(option, (int) character));
    }
  }
}
