package dev.leat.samples.tour;

import dev.leat.samples.pythonscore.Names;
import java.util.List;
import java.util.Locale;

/**
 * Screens names against a watch list, by the similarity of Jaro and Winkler: the same algorithm,
 * with the same results, as {@code screening.py}. Thread-safe.
 */
final class Screening {

  private static final List<String> WATCHED = Names.watched();
  private static final double PREFIX_WEIGHT = 0.1;
  private static final int LONGEST_PREFIX = 4;
  private static final double THOUSANDTHS = 1000.0;

  private Screening() {}

  /** The name, the closest one of the list, and their similarity in thousandths, between tabs. */
  static String score(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String closest = "";
    double most = 0.0;
    for (String listed : WATCHED) {
      double found = similarity(lower, listed);
      if (found > most) {
        most = found;
        closest = listed;
      }
    }
    return name + "\t" + closest + "\t" + (int) (most * THOUSANDTHS + 0.5);
  }

  /** Of Jaro, with more for texts that begin alike. */
  static double similarity(String a, String b) {
    int prefix = 0;
    int longest = Math.min(LONGEST_PREFIX, Math.min(a.length(), b.length()));
    while (prefix < longest && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    double plain = jaro(a, b);
    return plain + prefix * PREFIX_WEIGHT * (1.0 - plain);
  }

  /** How many letters they share at about the same place, from 0 to 1. */
  private static double jaro(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return 0.0;
    }
    int reach = Math.max(a.length(), b.length()) / 2 - 1;
    boolean[] taken = new boolean[b.length()];
    char[] shared = new char[a.length()];
    int count = 0;
    for (int i = 0; i < a.length(); i++) {
      int at = partner(a.charAt(i), b, taken, Math.max(0, i - reach), i + reach + 1);
      if (at >= 0) {
        taken[at] = true;
        shared[count++] = a.charAt(i);
      }
    }
    if (count == 0) {
      return 0.0;
    }
    int moved = moved(shared, b, taken) / 2;
    double found = count;
    return (found / a.length() + found / b.length() + (found - moved) / found) / 3.0;
  }

  private static int partner(char letter, String text, boolean[] taken, int from, int to) {
    int end = Math.min(text.length(), to);
    for (int j = from; j < end; j++) {
      if (!taken[j] && text.charAt(j) == letter) {
        return j;
      }
    }
    return -1;
  }

  private static int moved(char[] shared, String b, boolean[] taken) {
    int moved = 0;
    int next = 0;
    for (int j = 0; j < taken.length; j++) {
      if (taken[j] && shared[next++] != b.charAt(j)) {
        moved++;
      }
    }
    return moved;
  }
}
