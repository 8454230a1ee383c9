package dev.leat.runtime.execution;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.bytes.Line;

/**
 * The beginning of an element as text, for messages and dead letters.
 *
 * @param text at most {@link DeadLetter#MAX_TEXT} characters
 * @param truncated whether there was more
 */
record ElementText(String text, boolean truncated) {

  static ElementText of(Object element) {
    if (element instanceof Line line) {
      // A character takes at most four bytes.
      int bytes = Math.min(line.length(), 4 * DeadLetter.MAX_TEXT + 4);
      ElementText text = cut(line.text(0, bytes));
      return bytes < line.length() ? new ElementText(text.text, true) : text;
    }
    if (element instanceof byte[] bytes) {
      return new ElementText("byte[" + bytes.length + "]", false);
    }
    try {
      return cut(String.valueOf(element));
    } catch (RuntimeException | StackOverflowError e) {
      return new ElementText(
          element.getClass().getName() + " whose toString() failed: " + e, false);
    }
  }

  private static ElementText cut(String text) {
    if (text.length() <= DeadLetter.MAX_TEXT) {
      return new ElementText(text, false);
    }
    int end = DeadLetter.MAX_TEXT;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return new ElementText(text.substring(0, end), true);
  }
}
