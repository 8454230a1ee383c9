package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException;
import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.bytes.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts elements into requests and takes results out of answers. Writing and reading may happen on
 * one thread each.
 */
final class BodyFormat {

  /** What a worker of another language can be told and can answer. */
  private final boolean foreign;

  private final Class<?> resultType;
  private final int largestElement;
  private final Values writing;
  private final Values reading;

  private int count;
  private int next;

  private BodyFormat(boolean foreign, Class<?> resultType, int largestElement, Codecs codecs) {
    this.foreign = foreign;
    this.resultType = resultType;
    this.largestElement = largestElement;
    this.writing = new Values(codecs);
    this.reading = new Values(codecs);
  }

  /** For workers that are JVMs. */
  static BodyFormat java(int largestElement, Codecs codecs) {
    return new BodyFormat(false, Object.class, largestElement, codecs);
  }

  /** For other programs, whose results have to be of a type. */
  static BodyFormat foreign(Class<?> resultType, int largestElement) {
    return new BodyFormat(
        true, resultType, largestElement, new Codecs(ClassLoader.getSystemClassLoader()));
  }

  // Requests, by the thread that writes.

  /**
   * Encodes elements of a batch, from one on, until they are enough for a request, or the next one
   * has its result: so what comes before a failed element never waits for what comes after it.
   * Elements that cannot travel get their failure as result. Returns the kind of the body.
   *
   * @param from where to begin: an element that has no result
   * @param most at most so many
   */
  int encode(WorkBatch batch, int from, int most, ByteWriter out) {
    count = 0;
    int to = batch.nextSettled(from);
    int kind = foreign ? kind(batch.element(from)) : Frame.VALUES;
    if (kind == Frame.VALUES) {
      next = encodeValues(batch, from, to, most, out);
    } else {
      next = encodeArrays(batch, from, to, most, kind, out);
    }
    return kind;
  }

  /** How many elements are in the request. */
  int count() {
    return count;
  }

  /** Behind the last element that was looked at: where the next request may begin. */
  int next() {
    return next;
  }

  private static int kind(Object element) {
    return element instanceof String || element instanceof Line
        ? Frame.TEXT
        : element instanceof byte[] ? Frame.BYTES : Frame.VALUES;
  }

  private int encodeValues(WorkBatch batch, int from, int to, int most, ByteWriter out) {
    writing.begin();
    int i = from;
    for (; i < to && count < most && out.size() < Frame.ENOUGH_BYTES; i++) {
      Object element = batch.element(i);
      if (foreign && kind(element) != Frame.VALUES) {
        break;
      }
      int at = out.size();
      int named = writing.named();
      try {
        writing.write(element, out);
        requireSize(out.size() - at);
        count++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        out.truncate(at);
        writing.forgetFrom(named);
        fail(batch, i, e);
        return i + 1;
      }
    }
    return i;
  }

  private int encodeArrays(WorkBatch batch, int from, int to, int most, int kind, ByteWriter out) {
    List<byte[]> all = new ArrayList<>();
    long bytes = 0;
    int i = from;
    boolean failed = false;
    for (; i < to && !failed && count < most && bytes < Frame.ENOUGH_BYTES; i++) {
      Object element = batch.element(i);
      if (kind(element) != kind) {
        break;
      }
      try {
        byte[] encoded = bytes(element);
        requireSize(encoded.length);
        all.add(encoded);
        bytes += encoded.length;
        count++;
      } catch (RuntimeException | OutOfMemoryError e) {
        fail(batch, i, e);
        failed = true;
      }
    }
    all.forEach(encoded -> out.writeInt(encoded.length));
    all.forEach(out::writeBytes);
    return i;
  }

  static byte[] bytes(Object element) {
    return switch (element) {
      case byte[] bytes -> bytes;
      case Line line -> line.toBytes();
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Values.isChanged(text, bytes)) {
          throw new UntransferableException(
              "has half of a surrogate pair, which UTF-8 cannot express");
        }
        yield bytes;
      }
      default ->
          throw new UntransferableException(
              "is a %s, not a String".formatted(element.getClass().getTypeName()));
    };
  }

  private void requireSize(int bytes) {
    if (bytes > largestElement) {
      throw new UntransferableException(
          "has %,d bytes when it travels, and %,d are allowed; raise largestElement"
              .formatted(bytes, largestElement));
    }
  }

  /** Settles an element that cannot travel. */
  static void fail(WorkBatch batch, int item, Throwable reason) {
    String why =
        reason instanceof UntransferableException ? reason.getMessage() : "fails: " + reason;
    batch.result(
        item, new WorkerException(Reason.CANNOT_TRAVEL, "the element " + why, -1, "", reason));
    batch.settle(item, 1);
  }

  // Answers, by the thread that reads.

  /**
   * What a worker has reported together with results.
   *
   * @param name the name of an accumulator
   * @param value what was added to it
   */
  record Report(String name, Object value) {}

  /**
   * Reads the results of an answer into the batch; they are not settled yet. Returns what was
   * reported with them.
   *
   * @throws ProtocolException if the answer makes no sense
   */
  List<Report> decode(Frame answer, ByteReader in, Part part) {
    try {
      return decodeAll(answer, in, part);
    } catch (RuntimeException e) {
      throw e instanceof ProtocolException ? e : new ProtocolException(e.toString());
    }
  }

  private List<Report> decodeAll(Frame answer, ByteReader in, Part part) {
    reading.begin();
    switch (answer.content()) {
      case Frame.VALUES -> {
        for (int i = 0; i < answer.count(); i++) {
          part.batch.result(part.next() + i, checked(value(in)));
        }
      }
      case Frame.TEXT, Frame.BYTES -> decodeArrays(answer, in, part);
      default -> throw new ProtocolException("an answer of kind " + answer.kind());
    }
    List<Report> reports = answer.reports() ? reports(in) : List.of();
    if (in.remaining() > 0) {
      throw new ProtocolException("%,d bytes follow an answer".formatted(in.remaining()));
    }
    return reports;
  }

  private List<Report> reports(ByteReader in) {
    List<Report> reports = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = String.valueOf(reading.read(in));
      Object value = reading.read(in);
      if (value == null) {
        throw new ProtocolException("the accumulator '%s' was told null".formatted(name));
      }
      reports.add(new Report(name, value));
    }
    return reports;
  }

  private @Nullable Object value(ByteReader in) {
    int kind = in.readByte();
    if (kind != Values.FAILURE) {
      return reading.read(in, kind);
    }
    String type = String.valueOf(reading.read(in));
    String message = String.valueOf(reading.read(in));
    return failure(type, message, String.valueOf(reading.read(in)));
  }

  private static WorkerException failure(String type, String message, String trace) {
    return type.isEmpty()
        ? new WorkerException(Reason.CANNOT_TRAVEL, message, -1, trace, null)
        : new WorkerException(Reason.THREW, type + ": " + message, -1, trace, null);
  }

  private void decodeArrays(Frame answer, ByteReader in, Part part) {
    int lengths = in.skip(Math.multiplyExact(answer.count(), Integer.BYTES));
    byte[] bytes = in.array();
    for (int i = 0; i < answer.count(); i++) {
      int length = (int) ByteWriter.INTS.get(bytes, lengths + i * Integer.BYTES);
      boolean failed = (length & Frame.FAILED) != 0;
      int size = length & ~Frame.FAILED;
      int at = in.skip(size);
      Object result;
      if (failed) {
        String[] texts = new String(bytes, at, size, StandardCharsets.UTF_8).split("\0", 3);
        result =
            failure(texts[0], texts.length > 1 ? texts[1] : "", texts.length > 2 ? texts[2] : "");
      } else if (answer.content() == Frame.TEXT) {
        result = checked(new String(bytes, at, size, StandardCharsets.UTF_8));
      } else {
        result = checked(Arrays.copyOfRange(bytes, at, at + size));
      }
      part.batch.result(part.next() + i, result);
    }
  }

  private Object checked(@Nullable Object result) {
    if (result == null) {
      return failure("java.lang.NullPointerException", "the function returned null", "");
    }
    if (!foreign || result instanceof WorkerException || resultType.isInstance(result)) {
      return result;
    }
    if (resultType.equals(Double.class) && result instanceof Long number) {
      return number.doubleValue();
    }
    return new WorkerException(
        Reason.THREW,
        "the result is a %s, not a %s as declared"
            .formatted(result.getClass().getSimpleName(), resultType.getSimpleName()),
        -1,
        "",
        null);
  }
}
