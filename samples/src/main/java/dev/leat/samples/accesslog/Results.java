package dev.leat.samples.accesslog;

import dev.leat.connector.files.FileSink;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.connector.Sink;
import dev.leat.samples.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The four files of one run in their folder, and what was counted on the way to them. The files get
 * their names after all of them are complete, so the results of an earlier run stay until then.
 *
 * <p>Counters are added to by the threads that write; what they say is complete when the job
 * flushes its sinks, and the summary is made then.
 */
final class Results {

  private final Path folder;
  private final LongAdder bytes = new LongAdder();
  private final LongAdder errorCount = new LongAdder();
  private final LongAdder failedCount = new LongAdder();
  private final LongAdder rejectedCount = new LongAdder();
  private final Sink<ServerError> errors;
  private final Sink<DeadLetter> failed;
  private final Sink<DeadLetter> rejected;
  private final Sink<Totals> summaries;
  private final long started = System.nanoTime();
  private volatile @Nullable Totals totals;
  private volatile @Nullable Summary summary;

  Results(Path folder, Stop stop) {
    this.folder = folder;
    errors = file("errors.ndjson", counted(Json::error, errorCount), stop);
    failed = file("failed.ndjson", counted(Json::failed, failedCount), stop);
    rejected = file("rejected.ndjson", counted(Json::rejected, rejectedCount), stop);
    summaries = file("summary.json", new SummaryContent(), stop);
  }

  /**
   * Makes the folder if there is none.
   *
   * @throws IOException if that fails or it cannot be written; the message says what to do
   */
  void prepare() throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      String why = Files.exists(folder) ? "it is not a folder" : "the folder cannot be made";
      throw unusable(why + " (" + e.getMessage() + ")", e);
    }
    if (!Files.isWritable(folder)) {
      throw unusable("the folder is not writable", null);
    }
  }

  private IOException unusable(String why, @Nullable IOException cause) {
    return new IOException(
        "cannot write to '%s': %s; choose another folder with --output".formatted(folder, why),
        cause);
  }

  /** Where the files are. */
  Path folder() {
    return folder;
  }

  /** Takes the records of server errors. */
  Sink<ServerError> errors() {
    return errors;
  }

  /** Takes server errors of which a lookup failed. */
  Sink<DeadLetter> failed() {
    return failed;
  }

  /** Takes lines that do not parse. */
  Sink<DeadLetter> rejected() {
    return rejected;
  }

  /** Takes the totals of the whole stream and writes the summary. */
  Sink<Totals> summaries() {
    return summaries;
  }

  /** Counts the bytes that were read. */
  LongAdder bytes() {
    return bytes;
  }

  /** The summary of the finished run. */
  Summary summary() {
    Summary complete = summary;
    if (complete == null) {
      throw new IllegalStateException("the run is not finished");
    }
    return complete;
  }

  private <T> Sink<T> file(String name, ResultFile.Content<T> content, Stop stop) {
    return new ResultFile<>(FileSink.lines(folder.resolve(name)), content, stop);
  }

  private static <T> ResultFile.Content<T> counted(Function<T, String> json, LongAdder count) {
    return elements -> {
      count.add(elements.size());
      return elements.stream().map(json).toList();
    };
  }

  private final class SummaryContent implements ResultFile.Content<Totals> {

    @Override
    public List<String> lines(List<? extends Totals> elements) {
      totals = elements.getLast();
      return List.of();
    }

    @Override
    public List<String> end() {
      Totals all = totals;
      if (all == null) {
        throw new IllegalStateException("the totals did not arrive before the end of the job");
      }
      Summary complete =
          new Summary(
              all.entries(),
              rejectedCount.sum(),
              errorCount.sum(),
              failedCount.sum(),
              bytes.sum(),
              all.status(),
              all.topPaths(),
              Duration.ofNanos(System.nanoTime() - started));
      summary = complete;
      return List.of(Json.summary(complete));
    }
  }
}
