package dev.leat.samples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number from 1 to 4096 on the command line. */
public final class WholeNumber implements ITypeConverter<Integer> {

  private static final int MOST = 4_096;

  @Override
  public Integer convert(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words.
    }
    throw new TypeConversionException(
        "'%s' is not a whole number from 1 to %d".formatted(value, MOST));
  }
}
