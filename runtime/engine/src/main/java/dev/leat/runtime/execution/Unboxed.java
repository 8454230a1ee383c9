package dev.leat.runtime.execution;

/**
 * Takes apart an element that is a box, so that what catches an exception of a user's function can
 * say which element it was without holding the box. As long as something refers to a box, be it
 * only for the case that the function fails, HotSpot's C2 (looked at in JDK 25) makes it, or at
 * least asks whether its value is one of those that Java caches; if nothing does, it removes the
 * call of {@code valueOf} altogether. Where the class of the element is known when the code is
 * compiled, nothing of this is left in it. Only for operators that do not pass the element itself
 * on: the others hold it anyway.
 */
final class Unboxed {

  /** Stands for a box whose value is kept apart; users have no such elements. */
  private enum Box {
    LONG,
    INTEGER,
    DOUBLE
  }

  private Unboxed() {}

  /** What to keep of an element besides its {@link #bits}: itself, unless it is a box. */
  static Object kept(Object element) {
    if (element instanceof Number) {
      if (element instanceof Long) {
        return Box.LONG;
      }
      if (element instanceof Integer) {
        return Box.INTEGER;
      }
      if (element instanceof Double) {
        return Box.DOUBLE;
      }
    }
    return element;
  }

  /** The value of a box, 0 for other elements. */
  static long bits(Object element) {
    if (element instanceof Number) {
      if (element instanceof Long box) {
        return box;
      }
      if (element instanceof Integer box) {
        return box;
      }
      if (element instanceof Double box) {
        return Double.doubleToRawLongBits(box);
      }
    }
    return 0;
  }

  /** The element, or one that is equal to it. */
  static Object element(Object kept, long bits) {
    if (!(kept instanceof Box box)) {
      return kept;
    }
    return switch (box) {
      case LONG -> bits;
      case INTEGER -> (int) bits;
      case DOUBLE -> Double.longBitsToDouble(bits);
    };
  }
}
