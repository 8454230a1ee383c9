package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.graph.ForkPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker that answers each line on its standard input with one line on its standard output. */
final class LineWorker extends Worker {

  private final ForkPolicy policy;
  private final List<String> command;
  private @Nullable Process program;
  private long number;
  private long lines;

  LineWorker(
      WorkerPool pool, String name, long timeoutNanos, ForkPolicy policy, List<String> command) {
    super(pool, name, timeoutNanos);
    this.policy = policy;
    this.command = command;
  }

  @Override
  Process start() throws IOException {
    try {
      Process started = WorkerLauncher.prepared(new ProcessBuilder(command), policy).start();
      program = started;
      return started;
    } catch (IOException e) {
      throw new IOException("its program cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  WorkerOutput output(Process started) {
    return new WorkerOutput(name, started.getErrorStream());
  }

  @Override
  void connect(Process started) {}

  private Process program() {
    Process started = program;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  @Override
  void receive() throws IOException {
    InputStream input = program().getInputStream();
    byte[] bytes = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, from, i - from);
          answered(line.toString(StandardCharsets.UTF_8));
          line.reset();
          from = i + 1;
        }
      }
      line.write(bytes, from, read - from);
      if (line.size() > policy.largestElement()) {
        throw new ProtocolException(
            "a line is longer than %,d bytes; raise largestElement"
                .formatted(policy.largestElement()));
      }
    }
  }

  private void answered(String text) {
    Part part;
    synchronized (this) {
      part = head();
      lines++;
    }
    if (part == null) {
      throw new ProtocolException(
          "a line came that answers none; a program has to answer each line with one line");
    }
    figures.bytesIn.add(text.length());
    int item = part.items[part.answered];
    part.batch.result(item, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    noteAnswered(part, 1);
  }

  @Override
  void send(WorkBatch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] items = new int[batch.size()];
    int count = 0;
    int failed = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.result(i) != null) {
        continue;
      }
      try {
        write(batch.element(i), out);
        items[count++] = i;
      } catch (UntransferableException e) {
        BodyFormat.fail(batch, i, e);
        failed++;
      }
    }
    if (failed > 0 && batch.settled(failed)) {
      batch.finish();
      pool.done(this, batch);
    }
    if (count > 0) {
      noteSent(new Part(++number, batch, Arrays.copyOf(items, count)));
      figures.bytesOut.add(out.size());
      out.writeTo(program().getOutputStream());
      program().getOutputStream().flush();
    }
  }

  private void write(Object element, ByteArrayOutputStream out) {
    byte[] bytes = BodyFormat.bytes(element);
    for (byte b : bytes) {
      if (b == '\n') {
        throw new UntransferableException("holds a line end, so it is more than one line");
      }
    }
    if (bytes.length > policy.largestElement()) {
      throw new UntransferableException(
          "has %,d bytes, and %,d are allowed; raise largestElement"
              .formatted(bytes.length, policy.largestElement()));
    }
    out.write(bytes, 0, bytes.length);
    out.write('\n');
  }

  @Override
  void sendEnd() throws IOException {
    program().getOutputStream().close();
  }

  @Override
  void disconnect() {
    // Its pipes end with the process; closing them here would wait for whoever writes.
  }

  @Override
  void cleanUp() {
    Process started = program;
    if (started != null) {
      closeQuietly(started);
    }
  }

  private static void closeQuietly(Process started) {
    try {
      started.getOutputStream().close();
    } catch (IOException e) {
      System.getLogger(LineWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot close a pipe", e);
    }
  }

  @Override
  boolean mayHaveChildren() {
    return true;
  }

  @Override
  boolean saysWhenReady() {
    return false;
  }

  @Override
  String onTimeout() {
    return "; a program has to answer each line with one line before it reads the next, and must not"
        + " keep its output in a buffer: try 'stdbuf -oL' before it, or an option such as 'sed -u' or"
        + " 'grep --line-buffered'";
  }

  @Override
  long mark() {
    return lines;
  }

  @Override
  Blame blame(@Nullable Reason reason, boolean movedOn) {
    Part head = head();
    return head == null || movedOn
        ? Blame.NOBODY
        : new Blame(head.batch, head.items[head.answered], null);
  }
}
