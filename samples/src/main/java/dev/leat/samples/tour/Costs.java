package dev.leat.samples.tour;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A process that measures what handing on costs: streams elements for a while and says {@code cost
 * CROSSING SIZE NANOSECONDS} for each crossing and size, and {@code share WAY NANOSECONDS}.
 */
public final class Costs {

  /** Bytes of an element. */
  static final List<Integer> SIZES = List.of(64, 1_024, 16_384, 65_536);

  private static final int QUEUE = 1_024;

  private final int millis;
  private final String interpreter;
  private final Path python;

  private Costs(int millis, String interpreter, Path python) {
    this.millis = millis;
    this.interpreter = interpreter;
    this.python = python;
  }

  /**
   * Started by the tour only.
   *
   * @param arguments how many milliseconds for each figure; a Python interpreter, or nothing if
   *     there is none; the folder of the Python modules
   */
  public static void main(String[] arguments) throws Exception {
    Turns.listen();
    Costs costs = new Costs(Integer.parseInt(arguments[0]), arguments[1], Path.of(arguments[2]));
    try (LocalRuntime runtime = LocalRuntime.create()) {
      for (Crossing crossing : Crossing.values()) {
        costs.say(runtime, crossing);
      }
    }
    for (Sharing sharing : Sharing.values()) {
      say("share " + sharing + " " + sharing.nanos(costs.millis));
    }
    System.exit(0);
  }

  private void say(LocalRuntime runtime, Crossing crossing) throws InterruptedException {
    if (crossing == Crossing.PYTHON && interpreter.isEmpty()) {
      return;
    }
    nanosEach(runtime, crossing, SIZES.getFirst()); // to compile it
    for (int size : SIZES) {
      say("cost " + crossing + " " + size + " " + nanosEach(runtime, crossing, size));
    }
  }

  private double nanosEach(LocalRuntime runtime, Crossing crossing, int size)
      throws InterruptedException {
    Stream stream = new Stream(new byte[size], millis);
    if (crossing == Crossing.QUEUE) {
      queue(stream);
    } else {
      runtime.run(stage(crossing, stream).to(Sinks.each(stream::arrived)));
    }
    return stream.nanosEach();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private Stage<byte[]> stage(Crossing crossing, Stream stream) {
    Stage<byte[]> in = Pipeline.named("crossing").from(Sources.from(() -> stream));
    return switch (crossing) {
      case CALL -> in.map(bytes -> bytes);
      case COPY -> in.map(byte[]::clone);
      case CHUNKS -> in.cpu("pass", bytes -> bytes);
      case JVM -> in.cpu("pass", bytes -> bytes, cpu -> cpu.forked(1));
      case PYTHON ->
          in.python(
              "pass", "asking:same", byte[].class, p -> p.interpreter(interpreter).path(python));
      case QUEUE -> throw new IllegalArgumentException("no pipeline");
    };
  }

  private static void queue(Stream stream) throws InterruptedException {
    ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    byte[] end = new byte[0];
    Thread producer =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                while (stream.hasNext()) {
                  queue.put(stream.next());
                }
                queue.put(end);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    for (byte[] element = queue.take(); element != end; element = queue.take()) {
      stream.arrived(element);
    }
    producer.join();
  }

  /**
   * The same element again and again, until those that arrive have been counted for long enough.
   * What comes before the stream runs smoothly does not count: workers start, code is compiled. One
   * thread takes elements, and one counts those that arrive.
   */
  private static final class Stream implements Iterator<byte[]> {

    /** A look at the clock costs as much as some elements. */
    private static final int BETWEEN_LOOKS = 256;

    private static final long LONGEST_NANOS = 20_000_000_000L;

    private final byte[] element;
    private final long measuredNanos;
    private final long end = System.nanoTime() + LONGEST_NANOS;
    private volatile boolean enough; // written by the counting thread, read by the taking one
    private long taken;
    private long arrived;
    private long firstNanos;
    private long beginNanos;
    private long beginCount;
    private long lastNanos;
    private long lastCount;

    Stream(byte[] element, int millis) {
      this.element = element;
      this.measuredNanos = millis * 1_000_000L;
    }

    @Override
    public boolean hasNext() {
      if (enough) {
        return false;
      }
      return ++taken % BETWEEN_LOOKS != 0 || System.nanoTime() < end;
    }

    @Override
    public byte[] next() {
      return element; // hasNext alone says when it is enough
    }

    /** Counts. */
    void arrived(byte[] bytes) {
      if (bytes.length != element.length) {
        throw new IllegalStateException(bytes.length + " bytes instead of " + element.length);
      }
      if (++arrived % BETWEEN_LOOKS == 0 && !enough) {
        look(System.nanoTime());
      }
    }

    private void look(long now) {
      if (firstNanos == 0) {
        firstNanos = now;
      } else if (beginNanos == 0 && now - firstNanos > measuredNanos / 2) {
        beginNanos = now;
        beginCount = arrived;
      } else if (beginNanos != 0) {
        lastNanos = now;
        lastCount = arrived;
        enough = now - beginNanos > measuredNanos;
      }
    }

    /** Not a number if it did not last long enough. */
    double nanosEach() {
      return lastCount == 0
          ? Double.NaN
          : (double) (lastNanos - beginNanos) / (lastCount - beginCount);
    }
  }
}
