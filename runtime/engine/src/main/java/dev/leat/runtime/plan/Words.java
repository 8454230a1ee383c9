package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.StageNode;
import java.time.Duration;
import java.util.Locale;

/** How explanations write numbers, sizes, times and names. */
final class Words {

  private static final long KIB = 1_024;

  private Words() {}

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number and what it counts, in the plural unless it is one. */
  static String count(long value, String noun) {
    return number(value) + " " + noun + (value == 1 ? "" : "s");
  }

  static String bytes(long bytes) {
    if (bytes >= KIB * KIB && bytes % (KIB * KIB) == 0) {
      return number(bytes / (KIB * KIB)) + " MiB";
    }
    return bytes >= KIB && bytes % KIB == 0 ? number(bytes / KIB) + " KiB" : count(bytes, "byte");
  }

  static String duration(Duration duration) {
    if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      return number(duration.toSeconds()) + " s";
    }
    if (duration.compareTo(Duration.ofDays(1)) > 0) {
      return duration.toString();
    }
    long nanos = duration.toNanos();
    if (nanos % 1_000_000 == 0) {
      return number(nanos / 1_000_000) + " ms";
    }
    return nanos % 1_000 == 0 ? number(nanos / 1_000) + " us" : number(nanos) + " ns";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  static String order(boolean ordered) {
    return ordered ? "order kept" : "order not kept";
  }

  /** The name of a stage and where it was declared, once. */
  static String label(StageNode stage) {
    String site = "@" + stage.site();
    return clean(stage.name().contains(site) ? stage.name() : stage.name() + site);
  }

  /** Text from outside, without characters that would break lines or steer a terminal. */
  static String clean(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
