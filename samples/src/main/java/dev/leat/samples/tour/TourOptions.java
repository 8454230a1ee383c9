package dev.leat.samples.tour;

import dev.leat.samples.Folder;
import dev.leat.samples.WholeNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of the sample. */
final class TourOptions {

  private static final int MOST_PROCESSES = 4;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "./leat-out/concurrency-tour",
      converter = Folder.class,
      description = "The folder for tour.html. Default: ${DEFAULT-VALUE}")
  private Path output = Path.of("");

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description =
          "How long a plain loop shall take for each job, 0.05 to 60; all takes some 25 times as long. Default: ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "64",
      converter = WholeNumber.class,
      description = "How many calls wait at once, 1 to 4096. Default: ${DEFAULT-VALUE}")
  private int concurrency;

  @Option(
      names = "--processes",
      paramLabel = "N",
      converter = WholeNumber.class,
      description =
          "How many threads or processes compute. Default: as many as there are cores, 2 at least and 4 at most")
  private int processes;

  @Option(
      names = "--interpreter",
      paramLabel = "PROGRAM",
      defaultValue = "python3",
      description =
          "Python 3.8 or newer, by name or path. Without one its rows are left out. Default: ${DEFAULT-VALUE}")
  private String interpreter = "";

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      description =
          "Which models to measure beside the plain loops, divided by commas: ${COMPLETION-CANDIDATES}. Default: all")
  private List<Model> models = new ArrayList<>();

  @Option(names = "--no-progress", description = "Show no progress on standard error.")
  private boolean noProgress;

  Path output() {
    return output;
  }

  double seconds() {
    return seconds;
  }

  int concurrency() {
    return concurrency;
  }

  int processes() {
    return processes > 0
        ? processes
        : Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_PROCESSES);
  }

  /** In the order of the table; the loops are what others are compared with. */
  List<Model> models() {
    return Stream.of(Model.values())
        .filter(model -> models.isEmpty() || models.contains(model) || model == model.reference())
        .toList();
  }

  String interpreter() {
    return interpreter;
  }

  boolean progress() {
    return !noProgress;
  }
}
