package dev.leat.samples;

import java.time.Duration;
import java.util.Locale;

/** Writes figures for people. */
public final class Figures {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** A count with separators: {@code 1,000,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number of bytes with three digits or more and a unit of thousands: {@code 217 MB}. */
  public static String bytes(double value) {
    double scaled = value;
    int unit = 0;
    while (scaled >= 999.5 && unit < UNITS.length - 1) {
      scaled /= 1_000;
      unit++;
    }
    int decimals = unit == 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", scaled, UNITS[unit]);
  }

  /** A time in seconds, or minutes and seconds, or hours and minutes: {@code 4:07 min}. */
  public static String time(Duration time) {
    long seconds = Math.round(time.toMillis() / 1_000.0);
    if (time.toMillis() < 9_950) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3_600, seconds / 60 % 60);
  }
}
