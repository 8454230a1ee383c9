package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException.Reason;
import dev.leat.pipeline.graph.ForkPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A worker that answers each line on its standard input with one line on its standard output.
 *
 * <p>Lines do not say which element they answer. So one request is under way at a time, its results
 * count when as many lines have come as were sent, and what comes beyond them, if only before the
 * program ends, makes the stage fail: some result before it may be that of another element.
 */
final class LineWorker extends Worker {

  private final ForkPolicy policy;
  private final List<String> command;
  private @Nullable Process program;
  private long number;
  private long lines;
  private boolean over;

  /** Taken for a request, given back when it is answered, or when there are no more answers. */
  private final Semaphore turn = new Semaphore(1);

  private volatile long sentAt;

  /** How many lines have come for the request that is under way; guarded by this. */
  private int received;

  LineWorker(Identity identity, long timeoutNanos, ForkPolicy policy, List<String> command) {
    super(identity, timeoutNanos);
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

  /**
   * Lines are read by a thread of their own: a process that has outlived the program may keep the
   * pipe open, and then nothing ends the thread that reads.
   */
  @Override
  void receive() throws IOException, WorkerStartException {
    CompletableFuture<Void> read = new CompletableFuture<>();
    pool.execute(
        name + "-read",
        () -> {
          try {
            readLines();
            read.complete(null);
          } catch (IOException | WorkerStartException | RuntimeException | OutOfMemoryError e) {
            read.completeExceptionally(e);
          }
        });
    CompletableFuture<Void> gone = program().onExit().thenRunAsync(() -> {}, Worker.afterExit());
    try {
      CompletableFuture.anyOf(read, gone).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProtocolException known) {
        throw known;
      }
      if (e.getCause() instanceof WorkerStartException known) {
        throw known;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("its thread was interrupted", e);
    } finally {
      synchronized (this) {
        over = true;
      }
    }
  }

  private void readLines() throws IOException, WorkerStartException {
    InputStream input = program().getInputStream();
    byte[] bytes = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, from, i - from);
          boolean more = i + 1 < read || input.available() > 0;
          if (!answered(line.toString(StandardCharsets.UTF_8), more)) {
            return;
          }
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

  /**
   * Takes an answer; returns whether more are wanted.
   *
   * @param more whether another line has come already
   */
  private boolean answered(String text, boolean more) throws WorkerStartException {
    Part part;
    boolean last;
    synchronized (this) {
      if (over) {
        return false;
      }
      part = head();
      lines++;
      received++;
      last = part != null && received == part.size;
    }
    if (part == null || (last && more)) {
      throw new WorkerStartException(
          "its program writes more lines than it is given, so it cannot be told which line answers which element; a program has to answer each line with exactly one line",
          null);
    }
    part.batch.result(
        part.first + received - 1,
        text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    if (last) {
      if (answered) {
        // The first answer tells how long the program takes to start.
        pool.measured(part.size, System.nanoTime() - sentAt);
      }
      synchronized (this) {
        received = 0;
      }
      noteAnswered(part, part.size);
      turn.release();
    }
    return true;
  }

  @Override
  void send(WorkBatch batch) throws IOException {
    for (int from = batch.nextOpen(0); from < batch.size(); from = batch.nextOpen(from)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int to = batch.isolated ? from + 1 : batch.nextSettled(from);
      int end = encode(batch, from, to, out);
      if (end > from) {
        turn.acquireUninterruptibly();
        sentAt = System.nanoTime();
        noteSent(new Part(++number, batch, from, end - from));
        out.writeTo(program().getOutputStream());
        program().getOutputStream().flush();
      }
      if (end < to) {
        pool.changed(this, batch);
      }
      from = end;
    }
  }

  /** Encodes elements up to one that cannot travel, which then has failed; returns its index. */
  private int encode(WorkBatch batch, int from, int to, ByteArrayOutputStream out) {
    for (int i = from; i < to; i++) {
      try {
        write(batch.element(i), out);
      } catch (UntransferableException e) {
        BodyFormat.fail(batch, i, e);
        return i;
      }
    }
    return to;
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
    turn.release();
  }

  @Override
  void cleanUp(boolean writing) {
    Process started = program;
    if (started != null && !writing) {
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
    if (head == null || movedOn || received == head.size) {
      return Blame.NOBODY;
    }
    if (reason == Reason.TIMED_OUT && head.size > 1) {
      // Any of its elements may be the one that was not answered.
      return new Blame(null, 0, head.batch);
    }
    return new Blame(head.batch, head.first + received, null);
  }
}
