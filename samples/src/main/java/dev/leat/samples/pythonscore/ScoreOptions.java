package dev.leat.samples.pythonscore;

import dev.leat.samples.Folder;
import dev.leat.samples.WholeNumber;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the sample, for running and for explaining it. */
final class ScoreOptions {

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "What to read: names, one a line, UTF-8, not compressed. Without it names are made.")
  private @Nullable Path input;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "./leat-out/python-score",
      converter = Folder.class,
      description =
          "The folder for scores.tsv, and for the names if they are made. Default: ${DEFAULT-VALUE}")
  private Path output = Path.of("");

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many names to make. Default: ${DEFAULT-VALUE}")
  private int lines;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      converter = WholeNumber.class,
      description =
          "How many processes compute when it is more than one. Default: ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--chunk",
      paramLabel = "N",
      defaultValue = "64",
      converter = WholeNumber.class,
      description =
          "How many lines Python's pools send at once; Leat measures that. Default: ${DEFAULT-VALUE}")
  private int chunk;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      converter = WholeNumber.class,
      description = "How often each is run; the fastest counts. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--interpreter",
      paramLabel = "PROGRAM",
      defaultValue = "python3",
      description = "Python 3.8 or newer, by name or path. Default: ${DEFAULT-VALUE}")
  private String interpreter = "";

  @Nullable Path input() {
    return input;
  }

  Path output() {
    return output;
  }

  int lines() {
    return lines;
  }

  int workers() {
    return workers;
  }

  int chunk() {
    return chunk;
  }

  int rounds() {
    return rounds;
  }

  String interpreter() {
    return interpreter;
  }
}
