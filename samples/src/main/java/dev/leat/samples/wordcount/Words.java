package dev.leat.samples.wordcount;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the words of a text: runs of letters, digits and the marks on them, in lower case. */
final class Words {

  private Words() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean inside = isPart(c);
      if (inside && start < 0) {
        start = at;
      } else if (!inside && start >= 0) {
        words.add(text.substring(start, at).toLowerCase(Locale.ROOT));
        start = -1;
      }
      at += Character.charCount(c);
    }
    if (start >= 0) {
      words.add(text.substring(start).toLowerCase(Locale.ROOT));
    }
    return words;
  }

  private static boolean isPart(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
