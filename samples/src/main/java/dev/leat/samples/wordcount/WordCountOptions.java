package dev.leat.samples.wordcount;

import dev.leat.connector.files.Inputs;
import dev.leat.samples.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the sample, for running and for explaining it. */
final class WordCountOptions {

  @Option(
      names = "--input",
      paramLabel = "PATH|DIR|GLOB|-",
      required = true,
      description =
          "What to read, plain, gzip or zstd: a file, the files of a folder, those that match a quoted pattern, or - for standard input. Can be given several times.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      converter = WholeNumber.class,
      description = "How many words to show, 1 to 4096. Default: ${DEFAULT-VALUE}")
  private int top;

  @Option(names = "--json", description = "Print one JSON object on one line instead of text.")
  private boolean json;

  int top() {
    return top;
  }

  boolean json() {
    return json;
  }

  /**
   * What to read.
   *
   * @throws IllegalArgumentException if a path or pattern is malformed
   */
  Inputs inputs() {
    return inputs.stream().map(Inputs::of).reduce(Inputs::and).orElseThrow();
  }
}
