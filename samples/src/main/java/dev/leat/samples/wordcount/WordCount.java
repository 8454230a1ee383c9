package dev.leat.samples.wordcount;

import dev.leat.connector.files.FileSource;
import dev.leat.connector.files.Inputs;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.TopK;
import dev.leat.pipeline.connector.Sinks;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The pipeline of the sample: lines, words, counts. Workers divide the files into lines and the
 * lines into words, and each counts by itself; their counts are combined at the end.
 */
final class WordCount {

  /** Up to so many different words the counts are exact. */
  static final int MOST_WORDS = 2_000_000;

  private final Pipeline pipeline;
  private final AtomicReference<Counts> counts = new AtomicReference<>();

  /**
   * What was counted.
   *
   * @param words all words
   * @param top the most frequent ones
   */
  record Counts(long words, TopK<String> top) {}

  WordCount(Inputs inputs, int top) {
    this.pipeline =
        Pipeline.named("word-count")
            .from("lines", FileSource.lines(inputs))
            .cpu("words", Words::of)
            .flatMap(words -> words)
            .aggregate(
                Aggregators.both(
                    Aggregators.<String>count(),
                    Aggregators.<String, String>topK(word -> word, top, MOST_WORDS),
                    Counts::new))
            .to("result", Sinks.each(counts::set));
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** What was counted, when the job is done. */
  Counts counts() {
    Counts result = counts.get();
    if (result == null) {
      throw new IllegalStateException("the job is not done");
    }
    return result;
  }
}
