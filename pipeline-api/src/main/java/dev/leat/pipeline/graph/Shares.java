package dev.leat.pipeline.graph;

import dev.leat.pipeline.Accumulator;
import dev.leat.pipeline.SharedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program of another language shares with the process that started it.
 *
 * {@snippet :
 * Shares shares = Shares.NONE.withTable("countries", countries).withAccumulator(rejected);
 * }
 *
 * @param tables what it reads, by the names that it uses
 * @param accumulators what it adds to
 */
public record Shares(Map<String, SharedTable<?>> tables, List<Accumulator<?>> accumulators) {

  /** Nothing. */
  public static final Shares NONE = new Shares(Map.of(), List.of());

  /** Copies the collections. */
  public Shares {
    tables = Map.copyOf(tables);
    accumulators = List.copyOf(accumulators);
  }

  /**
   * A copy with one more table.
   *
   * @throws IllegalArgumentException if there is one with that name, or it is no visible text
   */
  public Shares withTable(String name, SharedTable<?> table) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the name of a table must be visible text, not '%s'".formatted(name));
    }
    Map<String, SharedTable<?>> all = new LinkedHashMap<>(tables);
    if (all.putIfAbsent(name, table) != null) {
      throw new IllegalArgumentException("there are two tables '%s'".formatted(name));
    }
    return new Shares(all, accumulators);
  }

  /** A copy with one more accumulator. */
  public Shares withAccumulator(Accumulator<?> accumulator) {
    List<Accumulator<?>> all = new ArrayList<>(accumulators);
    all.add(accumulator);
    return new Shares(tables, all);
  }
}
