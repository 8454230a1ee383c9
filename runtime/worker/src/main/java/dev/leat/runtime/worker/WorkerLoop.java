package dev.leat.runtime.worker;

import dev.leat.pipeline.Accumulated;
import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.ResourcePair;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.graph.StageFunction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests, computes, answers. One thread. Before each element is decoded, computed or
 * encoded, its index is written into the progress word, so that whatever ends the process, the
 * element is known.
 */
final class WorkerLoop {

  private static final int MOST_TRACE = 8_000;
  private static final Values NO_CODECS =
      new Values(new Codecs(ClassLoader.getSystemClassLoader(), List.of()));

  private final FrameChannel channel;
  private final ProgressWriter progress;
  private Values values = NO_CODECS;
  private Values answers = NO_CODECS;
  private final ByteWriter out = new ByteWriter();
  private int largestElement;
  private @Nullable Object opened;
  private @Nullable Resource<Object> resource;
  private final List<Accumulated<?>> accumulated = new ArrayList<>();

  WorkerLoop(FrameChannel channel, ProgressWriter progress) {
    this.channel = channel;
    this.progress = progress;
  }

  /** What a resource is offered in a worker. */
  private record Context(String pipeline, String stage) implements ConnectorContext {

    @Override
    public <S> Optional<S> service(Class<S> type) {
      return Optional.empty();
    }
  }

  /**
   * Works until the end.
   *
   * @return whether the parent asked for the end, or was told why there is nothing to do; otherwise
   *     the connection has ended
   */
  boolean run(String token) throws IOException {
    channel.largest(Frame.MOST_BYTES);
    Frame.begin(out);
    out.writeBytes(token.getBytes(StandardCharsets.UTF_8));
    new Frame(0, Frame.VERSION, Frame.HELLO, 0, 0).finish(out);
    channel.write(out);
    Frame setup = channel.read();
    if (setup == null || setup.content() != Frame.SETUP) {
      return false;
    }
    CheckedFunction<Object, Object> function;
    try {
      function = open(Setup.read(channel.body()));
    } catch (Throwable t) {
      problem(t);
      return true;
    }
    Frame.begin(out);
    Frame.of(Frame.READY).finish(out);
    channel.write(out);
    boolean told = serve(function);
    close();
    return told;
  }

  private CheckedFunction<Object, Object> open(Setup setup) throws Exception {
    largestElement = setup.largestElement();
    Codecs codecs = new Codecs(ClassLoader.getSystemClassLoader(), setup.codecs());
    values = new Values(codecs);
    answers = new Values(codecs);
    StageFunction function = FunctionTransport.unpack(setup.function());
    // No switch: the first one over types takes a new JVM as long as the rest of this method.
    return function instanceof StageFunction.Plain plain
        ? plain.function()
        : open((StageFunction.WithResource) function, setup);
  }

  private CheckedFunction<Object, Object> open(StageFunction.WithResource with, Setup setup)
      throws Exception {
    resource = with.resource();
    Object shared = with.resource().open(new Context(setup.pipeline(), setup.stage()));
    opened = shared;
    note(shared);
    CheckedBiFunction<Object, Object, Object> code = with.function();
    return element -> code.apply(shared, element);
  }

  /** Remembers what has to be reported. */
  private void note(Object shared) {
    if (shared instanceof Accumulated<?> value) {
      accumulated.add(value);
    } else if (shared instanceof ResourcePair.Opened<?, ?>(Object first, Object second)) {
      note(first);
      note(second);
    }
  }

  private void close() {
    Resource<Object> owner = resource;
    Object last = opened;
    if (owner != null && last != null) {
      try {
        owner.close(last);
      } catch (Exception e) {
        System.err.println("could not close the resource: " + e);
      }
    }
  }

  private void problem(Throwable t) throws IOException {
    t.printStackTrace();
    Frame.begin(out);
    out.writeBytes(t.toString().getBytes(StandardCharsets.UTF_8));
    Frame.of(Frame.PROBLEM).finish(out);
    channel.write(out);
  }

  private boolean serve(CheckedFunction<Object, Object> function) throws IOException {
    for (Frame request = channel.read(); request != null; request = channel.read()) {
      if (request.content() == Frame.END) {
        return true;
      }
      if (request.content() != Frame.VALUES) {
        throw new ProtocolException("a request of kind " + request.kind());
      }
      answer(request, function);
      boolean unused = progress.map();
    }
    return false;
  }

  private void answer(Frame request, CheckedFunction<Object, Object> function) throws IOException {
    long begin = System.nanoTime();
    @Nullable Object[] elements = decode(request);
    Answer answer = new Answer(request.number(), elements, System.nanoTime() - begin);
    for (int i = 0; i < elements.length; i++) {
      at(request.number(), i);
      elements[i] = compute(function, elements[i]);
      if (elements[i] instanceof Thrown && answer.from == 0) {
        // It may be the end of the job, which must not wait for the elements behind it.
        answer.send(i + 1);
      }
    }
    answer.send(elements.length);
  }

  private void at(long number, int index) throws IOException {
    progress.write(ProgressFile.word(number, index));
  }

  private @Nullable Object[] decode(Frame request) throws IOException {
    values.begin();
    @Nullable Object[] elements = new @Nullable Object[request.count()];
    for (int i = 0; i < elements.length; i++) {
      at(request.number(), i);
      elements[i] = values.read(channel.body());
    }
    return elements;
  }

  /** What an element failed with. */
  private record Thrown(Throwable failure) {}

  private static Object compute(
      CheckedFunction<Object, ? extends @Nullable Object> function, @Nullable Object element) {
    if (element == null) {
      return new Thrown(new NullPointerException("the element is null"));
    }
    try {
      Object result = function.apply(element);
      return result == null
          ? new Thrown(new NullPointerException("the function returned null"))
          : result;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable t) {
      return new Thrown(t);
    }
  }

  /** The answer to one request, which may leave in several frames. */
  private final class Answer {

    private final long number;
    private final @Nullable Object[] results;
    private long codecNanos;
    private long workNanos;

    /** When computing began or went on. */
    private long since = System.nanoTime();

    /** What was sent. */
    private int from;

    Answer(long number, @Nullable Object[] results, long decodeNanos) {
      this.number = number;
      this.results = results;
      this.codecNanos = decodeNanos;
    }

    /** Sends the results before an index, in frames that are not too large. */
    void send(int to) throws IOException {
      workNanos += System.nanoTime() - since;
      while (from < to) {
        sendSome(to);
      }
      since = System.nanoTime();
    }

    private void sendSome(int to) throws IOException {
      long encoding = System.nanoTime();
      answers.begin();
      Frame.begin(out);
      int next = from;
      while (next < to && out.size() < Frame.ENOUGH_BYTES) {
        at(number, next);
        encode(results[next]);
        results[next++] = null;
      }
      codecNanos += System.nanoTime() - encoding;
      boolean more = next < results.length;
      // Together with results that it belongs to, and not before all of them.
      int reports = next == to ? writeReports() : 0;
      new Frame(
              number,
              next - from,
              Frame.VALUES | reports | (more ? Frame.MORE : 0),
              more ? 0 : workNanos,
              more ? 0 : codecNanos)
          .finish(out);
      at(number, -1);
      channel.write(out);
      from = next;
    }

    private void write(String name, Object value) {
      try {
        answers.write(value, out);
      } catch (UntransferableException e) {
        throw new UntransferableException(
            "the value of the accumulator '%s' %s".formatted(name, e.getMessage()));
      }
    }

    /** Returns the flag that says whether there are any. */
    private int writeReports() {
      if (accumulated.isEmpty()) {
        return 0;
      }
      int at = out.reserve(Integer.BYTES);
      int count = 0;
      for (Accumulated<?> each : accumulated) {
        Object value = each.take();
        if (value != null) {
          answers.write(each.name(), out);
          write(each.name(), value);
          count++;
        }
      }
      out.setInt(at, count);
      return Frame.REPORTS;
    }
  }

  private void encode(@Nullable Object result) {
    if (result instanceof Thrown thrown) {
      encode(thrown.failure());
      return;
    }
    int at = out.size();
    int named = answers.named();
    Throwable failure;
    try {
      answers.write(result, out);
      if (out.size() - at <= largestElement) {
        return;
      }
      failure =
          new UntransferableException(
              "has %,d bytes when it travels, and %,d are allowed; raise largestElement"
                  .formatted(out.size() - at, largestElement));
    } catch (RuntimeException | StackOverflowError e) {
      failure = e;
    }
    out.truncate(at);
    answers.forgetFrom(named);
    encode(failure);
  }

  private void encode(Throwable failure) {
    out.writeByte(Values.FAILURE);
    boolean untransferable = failure instanceof UntransferableException;
    answers.write(untransferable ? "" : failure.getClass().getName(), out);
    answers.write(untransferable ? "the result " + failure.getMessage() : message(failure), out);
    answers.write(trace(failure), out);
  }

  private static String message(Throwable failure) {
    try {
      return shortened(String.valueOf(failure.getMessage()));
    } catch (Throwable t) {
      return "its message cannot be read: " + t.getClass().getName();
    }
  }

  private static String trace(Throwable failure) {
    try {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      return shortened(trace.toString());
    } catch (Throwable t) {
      return "";
    }
  }

  private static String shortened(String text) {
    return text.length() > MOST_TRACE ? text.substring(0, MOST_TRACE) + "..." : text;
  }
}
