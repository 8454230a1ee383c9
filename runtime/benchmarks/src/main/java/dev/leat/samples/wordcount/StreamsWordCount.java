package dev.leat.samples.wordcount;

import static java.util.Comparator.comparingLong;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingByConcurrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The sample by hand with parallel streams of the JDK: the same words, the same table. */
public final class StreamsWordCount {

  private StreamsWordCount() {}

  /**
   * Prints the most frequent words and their counts.
   *
   * @param args the file, and how many words
   */
  public static void main(String[] args) throws IOException {
    Map<String, Long> counts;
    try (Stream<String> lines = Files.lines(Path.of(args[0]))) {
      counts =
          lines
              .parallel()
              .flatMap(line -> Words.of(line).stream())
              .collect(groupingByConcurrent(identity(), counting()));
    }
    counts.entrySet().stream()
        .sorted(
            comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(Long.parseLong(args[1]))
        .forEach(entry -> System.out.println(entry.getValue() + " " + entry.getKey()));
  }
}
