package dev.leat.runtime.worker;

/**
 * The head of a frame. On the wire, little-endian: u32 length of everything after it, u64 number,
 * u32 count, u32 kind, u64 nanoseconds of work, u64 nanoseconds of encoding and decoding, body.
 *
 * @param number the number of the request, which its answers repeat
 * @param count how many elements or results it holds
 * @param kind what the body is, with flags
 * @param workNanos in the last answer to a request: what computing took
 * @param codecNanos in the last answer to a request: what decoding and encoding took
 */
record Frame(long number, int count, int kind, long workNanos, long codecNanos) {

  static final int HEAD = 36;
  static final int VERSION = 1;

  /** From the worker: its token is the body, the version the count. */
  static final int HELLO = 0;

  /** To a JVM: what it has to run. */
  static final int SETUP = 1;

  /** From the worker: it can take requests. */
  static final int READY = 2;

  /** Strings: u32 lengths of all, then their UTF-8 one after the other. */
  static final int TEXT = 3;

  /** Byte arrays, in the same form. */
  static final int BYTES = 4;

  /** Values that say themselves what they are. */
  static final int VALUES = 5;

  /** To the worker: there will be no more requests. */
  static final int END = 6;

  /** From the worker: it cannot start; the body is the reason as text. */
  static final int PROBLEM = 7;

  /** A flag: more answers to the same request follow. */
  static final int MORE = 0x100;

  /** A flag: behind the results stands what is reported to accumulators: count, names, values. */
  static final int REPORTS = 0x200;

  /** In a length of TEXT or BYTES: the result is an error and its text stands here. */
  static final int FAILED = 0x8000_0000;

  /** No frame is larger than this. */
  static final int MOST_BYTES = (1 << 30) + (1 << 26);

  /** A frame is sent when it has become this large, if it is not full before. */
  static final int ENOUGH_BYTES = 1 << 20;

  int content() {
    return kind & 0xff;
  }

  boolean more() {
    return (kind & MORE) != 0;
  }

  boolean reports() {
    return (kind & REPORTS) != 0;
  }

  /** Begins a frame whose head is written by {@link #finish}. */
  static void begin(ByteWriter out) {
    out.clear();
    int at = out.reserve(HEAD);
    out.setInt(at, 0);
  }

  /** Writes the head of a frame whose body is complete. */
  void finish(ByteWriter out) {
    out.setInt(0, out.size() - Integer.BYTES);
    out.setLong(4, number);
    out.setInt(12, count);
    out.setInt(16, kind);
    out.setLong(20, workNanos);
    out.setLong(28, codecNanos);
  }

  static Frame of(int kind) {
    return new Frame(0, 0, kind, 0, 0);
  }
}
