package dev.leat.runtime.benchmarks.ingest;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** A text of a size whose words are as frequent as in a language (Zipf's law), made from a seed. */
final class WordsFile {

  private static final int DIFFERENT = 200_000;
  private static final int WORDS_A_LINE = 12;
  private static final long SEED = 1;

  private WordsFile() {}

  /** Makes the file unless it is there. */
  static Path of(Path folder, long size) throws IOException {
    Path file = folder.resolve("words-" + size + ".txt");
    if (Files.exists(file)) {
      return file;
    }
    Path unfinished = folder.resolve("words.tmp");
    Random random = new Random(SEED);
    try (Writer out = Files.newBufferedWriter(unfinished)) {
      long written = 0;
      StringBuilder line = new StringBuilder();
      while (written < size) {
        line.setLength(0);
        for (int i = 0; i < WORDS_A_LINE; i++) {
          line.append(word(random)).append(i + 1 < WORDS_A_LINE ? ' ' : '\n');
        }
        out.append(line);
        written += line.length();
      }
    }
    return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The n-th word is about n times as rare as the first one. */
  private static String word(Random random) {
    int rank = (int) Math.pow(DIFFERENT, random.nextDouble());
    return Integer.toString(rank * 7_919, Character.MAX_RADIX);
  }
}
