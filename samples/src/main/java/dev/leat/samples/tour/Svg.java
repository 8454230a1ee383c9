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
    text.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">\n"
            .formatted(width, height, escape(label)));
  }

  /** A bar, with what it says when one points at it. */
  void bar(String kind, double x, double y, double width, double height, String says) {
    text.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"><title>%s</title></rect>\n"
            .formatted(kind, n(x), n(y), n(Math.max(1, width)), n(height), escape(says)));
  }

  /** A dot, with what it says when one points at it. */
  void dot(String kind, double x, double y, String says) {
    text.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"5\"><title>%s</title></circle>\n"
            .formatted(kind, n(x), n(y), escape(says)));
  }

  /** A thin line. */
  void line(double x1, double y1, double x2, double y2) {
    text.append(
        "<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(n(x1), n(y1), n(x2), n(y2)));
  }

  /**
   * A text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  void text(String kind, String anchor, double x, double y, String content) {
    text.append(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(kind, anchor, n(x), n(y), escape(content)));
  }

  /** The finished drawing. */
  String end() {
    return text + "</svg>\n";
  }

  private static String n(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Text that stands in XML and HTML for itself. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
