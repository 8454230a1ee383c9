package dev.leat.samples.accesslog;

import dev.leat.connector.files.Inputs;
import dev.leat.samples.Folder;
import dev.leat.samples.WholeNumber;
import dev.leat.samples.accesslog.AccessLogJob.Limits;
import dev.leat.samples.accesslog.AccessLogJob.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the sample, for running and for explaining it. */
final class AccessLogOptions {

  private static final String SERVICE =
      "An HTTP service that answers GET URL?ip=ADDRESS with {\"network\":\"...\"} or status 404. Without it one is started in this process.";
  private static final String DATABASE =
      "A database (JDBC address of H2) with a table OWNERS of PATH and OWNER. Without it one is made in memory.";

  @Option(
      names = "--input",
      paramLabel = "PATH|DIR|GLOB|-",
      description =
          "What to read, plain, gzip or zstd: a file, the files of a folder, those that match a quoted pattern, or - for standard input. Can be given several times. Without it, a log of 1,000,000 lines is made and kept in the cache folder.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "./leat-out/access-log",
      converter = Folder.class,
      description = "The folder for the results. Default: ${DEFAULT-VALUE}")
  private Path output = Path.of("");

  @Option(names = "--json", description = "Print one JSON object on one line instead of text.")
  private boolean json;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "64",
      converter = WholeNumber.class,
      description = "The most lookups of each kind at once, 1 to 4096. Default: ${DEFAULT-VALUE}")
  private int concurrency;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "The most threads that parse, 1 to 4096. Default: as many as there are cores")
  private int parallelism;

  @Option(names = "--lookup-url", paramLabel = "URL", description = SERVICE)
  private @Nullable String lookupUrl;

  @Option(names = "--database-url", paramLabel = "URL", description = DATABASE)
  private @Nullable String databaseUrl;

  boolean json() {
    return json;
  }

  Path output() {
    return output;
  }

  Limits limits() {
    return new Limits(concurrency, parallelism);
  }

  Services services() {
    return new Services(lookupUrl, databaseUrl);
  }

  /** Whether the log is to be made. */
  boolean usesSampleLog() {
    return inputs.isEmpty();
  }

  /** Where the made log is. */
  Path sampleLog() {
    return SampleLog.path(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
  }

  /**
   * What to read.
   *
   * @throws IllegalArgumentException if a path or pattern is malformed
   */
  Inputs inputs() {
    if (inputs.isEmpty()) {
      return Inputs.file(sampleLog());
    }
    return inputs.stream().map(Inputs::of).reduce(Inputs::and).orElseThrow();
  }

  /**
   * The first input that lies in the output folder, where this or a later run would overwrite it.
   *
   * @throws IOException if there is nothing to read; the message says where
   */
  Optional<Path> inputInOutput() throws IOException {
    Path folder = real(output);
    for (Path input : inputs().paths()) {
      if (real(input).startsWith(folder)) {
        return Optional.of(input);
      }
    }
    return Optional.empty();
  }

  /** The path without links, as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path existing = path.toAbsolutePath().normalize();
    Path missing = Path.of("");
    while (existing.getParent() != null && !existing.toFile().exists()) {
      missing = existing.getFileName().resolve(missing);
      existing = existing.getParent();
    }
    Path real = existing.toRealPath();
    return missing.toString().isEmpty() ? real : real.resolve(missing).normalize();
  }
}
