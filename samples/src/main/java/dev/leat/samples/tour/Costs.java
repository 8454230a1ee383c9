package dev.leat.samples.tour;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.nio.file.Path;
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
    SizedStream stream = new SizedStream(SIZES, millis);
    if (crossing == Crossing.QUEUE) {
      queue(stream);
    } else {
      runtime.run(stage(crossing, stream).to(Sinks.each(stream::arrived)));
    }
    stream.nanosEach().forEach((size, nanos) -> say("cost " + crossing + " " + size + " " + nanos));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private Stage<byte[]> stage(Crossing crossing, SizedStream stream) {
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

  private static void queue(SizedStream stream) throws InterruptedException {
    ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    Thread producer =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                while (stream.hasNext()) {
                  queue.put(stream.next());
                }
                queue.put(new byte[0]); // the end
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    for (byte[] element = queue.take(); element.length > 0; element = queue.take()) {
      stream.arrived(element);
    }
    producer.join();
  }
}
