package dev.leat.runtime.benchmarks.suite;

/**
 * A column of a table.
 *
 * @param name what it is
 * @param unit its unit, empty for ratios
 * @param moreIsBetter whether greater values are better
 * @param formula how it is computed from a run and the run of the base next to it
 */
public record Figure(String name, String unit, boolean moreIsBetter, Formula formula) {

  /** Computes a figure. */
  @FunctionalInterface
  public interface Formula {
    /** The figure of a run; {@code base} ran in the same process and the same round. */
    double of(Measured run, Measured base);
  }

  public static final Figure NANOS =
      new Figure("wall", "ns/element", false, (run, base) -> run.wallNanos() / run.elements());

  public static final Figure CPU =
      new Figure("CPU", "ns/element", false, (run, base) -> run.cpuNanos() / run.elements());

  public static final Figure BYTES =
      new Figure(
          "allocated", "B/element", false, (run, base) -> run.allocatedBytes() / run.elements());

  public static final Figure TIMES =
      new Figure("wall / base", "", false, (run, base) -> run.wallNanos() / base.wallNanos());

  public static final Figure SPEED_UP =
      new Figure("speed-up", "", true, (run, base) -> base.wallNanos() / run.wallNanos());

  public static final Figure RATE =
      new Figure("rate", "elements/s", true, (run, base) -> run.elements() * 1e9 / run.wallNanos());

  /** A figure that programs measure themselves. */
  public static Figure own(String name, String unit, boolean moreIsBetter) {
    return new Figure(name, unit, moreIsBetter, (run, base) -> run.own(name));
  }

  /** The name and the unit. */
  public String title() {
    return unit.isEmpty() ? name : name + " " + unit;
  }
}
