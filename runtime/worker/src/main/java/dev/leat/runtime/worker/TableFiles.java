package dev.leat.runtime.worker;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells workers which files of shared tables there are, in a variable of their environment: so
 * programs find them by name, and whoever outlives the process that made them can delete them.
 */
public final class TableFiles {

  /** A line for each table: name, kind, {@code own} or {@code lent}, path, with tabs in between. */
  public static final String VARIABLE = "LEAT_TABLES";

  /** One line for each accumulator: its name. */
  public static final String ACCUMULATORS = "LEAT_ACCUMULATORS";

  private static final int FIELDS = 4;

  private TableFiles() {}

  /**
   * A table.
   *
   * @param name what the program calls it; empty where it goes by another way
   * @param kind what is in it
   * @param own whether it was made for the job
   * @param path its file
   */
  public record Entry(String name, String kind, boolean own, Path path) {

    private String line() {
      return String.join("\t", name, kind, own ? "own" : "lent", path.toString());
    }
  }

  /** The value of the variable. */
  public static String variable(List<Entry> tables) {
    return tables.stream().map(Entry::line).collect(Collectors.joining("\n"));
  }

  /** The files that were made for the job, and then their folders. */
  static List<Path> own(@Nullable String variable) {
    if (variable == null) {
      return List.of();
    }
    Set<Path> files = new LinkedHashSet<>();
    Set<Path> folders = new LinkedHashSet<>();
    for (String line : variable.split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (fields.length == FIELDS && fields[2].equals("own")) {
        Path file = Path.of(fields[3]);
        files.add(file);
        @Nullable Path folder = file.getParent();
        if (folder != null) {
          folders.add(folder);
        }
      }
    }
    files.addAll(folders);
    return List.copyOf(files);
  }
}
