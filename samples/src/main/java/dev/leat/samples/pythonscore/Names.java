package dev.leat.samples.pythonscore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Names that are screened: those of the watch list mixed, and written with mistakes. */
public final class Names {

  private static final long SEED = 1990;
  private static final double MISTAKES = 0.4;

  private Names() {}

  /** The names that are looked for, in small letters. */
  public static List<String> watched() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    Names.class.getResourceAsStream("watch_list.txt"), "watch_list.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the watch list cannot be read: " + e, e);
    }
  }

  /** Names without end, always the same. */
  public static Stream<String> made() {
    List<String> watched = watched();
    Random random = new Random(SEED);
    return Stream.generate(() -> name(watched, random));
  }

  private static String name(List<String> watched, Random random) {
    String given = watched.get(random.nextInt(watched.size())).split(" ", -1)[0];
    String family = watched.get(random.nextInt(watched.size())).split(" ", -1)[1];
    return capital(mistaken(given, random)) + " " + capital(mistaken(family, random));
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  /** Two letters change places, one is missing, or one is there twice. */
  private static String mistaken(String word, Random random) {
    if (random.nextDouble() >= MISTAKES) {
      return word;
    }
    int at = random.nextInt(word.length() - 1);
    String before = word.substring(0, at);
    String rest = word.substring(at + 2);
    char first = word.charAt(at);
    char second = word.charAt(at + 1);
    return switch (random.nextInt(3)) {
      case 0 -> before + second + first + rest;
      case 1 -> before + second + rest;
      default -> before + first + first + second + rest;
    };
  }
}
