package dev.leat.samples.tour;

import java.util.Locale;

/** Writes the few elements of SVG that the charts need. One thread. */
final class Svg {

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a drawing.
   *
   * @param label what it shows, for those who cannot see it
   */
  Svg(int width, int height, String label) {
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">%n",
        width, height, escape(label));
  }

  /** A bar, with what it says when one points at it. */
  void bar(String kind, double x, double y, double width, double height, String says) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"><title>%s</title></rect>%n",
        kind, x, y, Math.max(1, width), height, escape(says));
  }

  /** A dot, with what it says when one points at it. */
  void dot(String kind, double x, double y, String says) {
    add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%s</title></circle>%n",
        kind, x, y, escape(says));
  }

  void line(double x1, double y1, double x2, double y2) {
    add("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2);
  }

  /**
   * A text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  void text(String kind, String anchor, double x, double y, String content) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
        kind, anchor, x, y, escape(content));
  }

  /** The finished drawing. */
  String end() {
    return text + "</svg>\n";
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  /** Text that stands in XML and HTML for itself. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
