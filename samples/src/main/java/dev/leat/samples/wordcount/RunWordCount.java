package dev.leat.samples.wordcount;

import dev.leat.connector.files.Inputs;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.JobResult;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.TopK;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Figures;
import dev.leat.samples.JobRun;
import dev.leat.samples.ShowOptions;
import dev.leat.samples.Signals;
import dev.leat.samples.Stop;
import dev.leat.samples.wordcount.WordCount.Counts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code leat run word-count}. */
@Command(
    name = "word-count",
    description = {
      "Count the words of texts and show the most frequent ones.",
      "",
      "A word is a run of letters and digits; case does not matter."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
public final class RunWordCount implements Callable<Integer> {

  private static final JsonFactory JSON = JsonFactory.builder().build();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private WordCountOptions options = new WordCountOptions();

  @Mixin private ShowOptions show = new ShowOptions();

  /** Runs the sample and returns the exit code. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    Stop stop = new Stop();
    Signals signals = Signals.handle(stop);
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      WordCount count = new WordCount(inputs(), options.top());
      JobResult result = new JobRun(show, stop).run(runtime, count.pipeline());
      System.out.print(options.json() ? json(count.counts()) : table(count.counts(), result));
      System.out.flush();
      return signals.exitCode();
    } catch (JobException e) {
      if (!stop.aborted()) {
        throw e;
      }
      System.err.println("leat: aborted by a second signal; nothing was counted");
      return signals.exitCode();
    } finally {
      signals.ended();
    }
  }

  private Inputs inputs() throws IOException {
    try {
      Inputs inputs = options.inputs();
      inputs.paths(); // says at once what is missing
      return inputs;
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), "--input: " + e.getMessage(), e);
    }
  }

  private static String table(Counts counts, JobResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        "word-count: %s words in %s%s\n\n"
            .formatted(
                Figures.count(counts.words()),
                Figures.time(result.elapsed()),
                result.drained() ? ", ended before the end of its input" : ""));
    for (TopK.Entry<String> entry : counts.top().entries()) {
      text.append(
          String.format(Locale.ROOT, "%15s  %s%n", Figures.count(entry.count()), entry.key()));
    }
    if (!counts.top().exact()) {
      text.append(
          "\napproximate: there are more than %s different words\n"
              .formatted(Figures.count(WordCount.MOST_WORDS)));
    }
    return text.toString();
  }

  private static String json(Counts counts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("words", counts.words());
      json.writeBooleanProperty("exact", counts.top().exact());
      json.writeName("top").writeStartArray();
      for (TopK.Entry<String> entry : counts.top().entries()) {
        json.writeStartObject();
        json.writeStringProperty("word", entry.key());
        json.writeNumberProperty("count", entry.count());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text + "\n";
  }
}
