package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerException.Reason;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A worker that speaks frames over a Unix domain socket. */
final class FramedWorker extends Worker {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 24;
  private static final int MOST_GREETING = 1 << 16;

  private final WorkerLauncher launcher;
  private final WorkerFiles.Places places;
  private final BodyFormat format;
  private final String token;
  private final ByteWriter out = new ByteWriter();
  private long number;

  private volatile @Nullable WorkerFiles files;
  private volatile @Nullable FrameChannel channel;

  FramedWorker(
      Identity identity, long timeoutNanos, WorkerLauncher launcher, WorkerFiles.Places places) {
    super(identity, timeoutNanos);
    this.launcher = launcher;
    this.places = places;
    this.format = launcher.format();
    byte[] secret = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(secret);
    this.token = HexFormat.of().formatHex(secret);
  }

  @Override
  Process start() throws IOException {
    WorkerFiles made = WorkerFiles.create(places);
    files = made;
    ProcessBuilder command = launcher.command(made);
    command.redirectErrorStream(true);
    try {
      return command.start();
    } catch (IOException e) {
      throw new IOException("its program cannot be started: " + e.getMessage(), e);
    }
  }

  private WorkerFiles files() {
    WorkerFiles made = files;
    if (made == null) {
      throw new IllegalStateException("not started");
    }
    return made;
  }

  @Override
  WorkerOutput output(Process started) {
    return new WorkerOutput(name, started.getInputStream());
  }

  @Override
  void connect(Process started) throws IOException, WorkerStartException {
    tell(started);
    WorkerFiles made = files();
    // Whoever waits for it to connect must not do so after its end.
    CompletableFuture<Void> unused = started.onExit().thenRun(() -> closeServer(made));
    FrameChannel opened = accept(made);
    channel = opened;
    opened.largest(MOST_GREETING);
    greet(opened, made);
    opened.largest(Frame.MOST_BYTES);
  }

  private void tell(Process started) {
    try {
      started.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
      started.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended already, which is met when it does not connect.
      System.getLogger(FramedWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot write to a worker", e);
    }
  }

  private static void closeServer(WorkerFiles made) {
    try {
      made.server().close();
    } catch (IOException e) {
      System.getLogger(FramedWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot close a socket", e);
    }
  }

  private static FrameChannel accept(WorkerFiles made) throws IOException {
    try {
      SocketChannel socket = made.server().accept();
      return new FrameChannel(socket);
    } catch (ClosedChannelException e) {
      throw new IOException("it ended before it was ready", e);
    }
  }

  private void greet(FrameChannel opened, WorkerFiles made)
      throws IOException, WorkerStartException {
    Frame hello = opened.read();
    if (hello == null) {
      throw new IOException("it closed its connection before it was ready");
    }
    byte[] theirs = opened.body().readBytes(opened.body().remaining());
    boolean known =
        hello.content() == Frame.HELLO
            && MessageDigest.isEqual(theirs, token.getBytes(StandardCharsets.UTF_8));
    if (!known) {
      throw new ProtocolException("whoever connected does not know the token");
    }
    if (hello.count() != Frame.VERSION) {
      throw new WorkerStartException(
          "it speaks version %d of the frames, not %d".formatted(hello.count(), Frame.VERSION),
          null);
    }
    Setup setup = launcher.setup();
    if (setup != null) {
      Frame.begin(out);
      setup.write(out);
      Frame.of(Frame.SETUP).finish(out);
      opened.write(out);
    }
    Frame answer = opened.read();
    if (answer == null) {
      throw new IOException("it ended before it was ready");
    }
    if (answer.content() == Frame.PROBLEM) {
      byte[] text = opened.body().readBytes(opened.body().remaining());
      throw new WorkerStartException(new String(text, StandardCharsets.UTF_8), null);
    }
    if (answer.content() != Frame.READY) {
      throw new ProtocolException("a frame of kind " + answer.kind() + " instead of READY");
    }
    made.unlink();
  }

  @Override
  void receive() throws IOException {
    FrameChannel opened = channel;
    if (opened == null) {
      return;
    }
    for (Frame answer = opened.read(); answer != null; answer = opened.read()) {
      take(answer, opened.body());
    }
  }

  private void take(Frame answer, ByteReader body) {
    long begin = System.nanoTime();
    Part part;
    synchronized (this) {
      part = head();
    }
    if (part == null) {
      throw new ProtocolException("an answer that nobody asked for");
    }
    if (answer.number() != part.number) {
      throw new ProtocolException(
          "the answer to request %d came instead of that to %d"
              .formatted(answer.number(), part.number));
    }
    int open = part.size - part.answered;
    boolean last = !answer.more();
    if (answer.count() < 0 || answer.count() > open || (last && answer.count() != open)) {
      throw new ProtocolException(
          "%d results came for %d elements".formatted(answer.count(), open));
    }
    List<BodyFormat.Report> reports = format.decode(answer, body, part);
    if (last) {
      long there = answer.workNanos() + answer.codecNanos();
      figures.workNanos.add(answer.workNanos());
      figures.remoteCodecNanos.add(answer.codecNanos());
      if (part.sentToIdle != 0) {
        figures.transportNanos.add(Math.max(0, begin - part.sentToIdle - there));
        figures.transported.add(part.size);
      }
      pool.measured(part.size, answer.workNanos());
    }
    figures.decodeNanos.add(System.nanoTime() - begin);
    reports.forEach(report -> pool.reported(report.name(), report.value()));
    noteAnswered(part, answer.count());
  }

  // On the thread that writes.

  @Override
  void send(WorkBatch batch) throws IOException {
    FrameChannel opened = channel;
    int from = batch.nextOpen(0);
    while (opened != null && from < batch.size()) {
      long begin = System.nanoTime();
      Frame.begin(out);
      int kind = format.encode(batch, from, batch.isolated ? 1 : Integer.MAX_VALUE, out);
      int count = format.count();
      boolean failed = format.next() > from + count;
      if (count > 0) {
        Part part = new Part(++number, batch, from, count);
        new Frame(part.number, count, kind, 0, 0).finish(out);
        figures.encodeNanos.add(System.nanoTime() - begin);
        noteSent(part);
        opened.write(out);
      }
      if (failed) {
        pool.changed(this, batch);
      }
      from = batch.nextOpen(format.next());
    }
  }

  @Override
  void sendEnd() throws IOException {
    FrameChannel opened = channel;
    if (opened != null) {
      Frame.begin(out);
      Frame.of(Frame.END).finish(out);
      opened.write(out);
    }
  }

  @Override
  void disconnect() {
    WorkerFiles made = files;
    FrameChannel opened = channel;
    try {
      if (made != null) {
        made.server().close();
      }
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      System.getLogger(FramedWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot close a connection", e);
    }
  }

  @Override
  void cleanUp(boolean writing) {
    WorkerFiles made = files;
    if (made != null) {
      made.close();
    }
  }

  @Override
  boolean mayHaveChildren() {
    return launcher.mayHaveChildren();
  }

  @Override
  boolean saysWhenReady() {
    return true;
  }

  @Override
  String onTimeout() {
    return "";
  }

  // Blame, under the monitor.

  @Override
  long mark() {
    WorkerFiles made = files;
    long word = made == null ? 0 : made.word();
    if (word != 0) {
      return word;
    }
    Part head = head();
    return head == null ? 0 : -(head.number << 24 | head.answered);
  }

  @Override
  Blame blame(@Nullable Reason reason, boolean movedOn) {
    long word = files().word();
    boolean speaks = word != 0;
    boolean wrong = reason == Reason.WRONG_ANSWER;
    if (speaks && !movedOn && !wrong) {
      int index = ProgressFile.index(word);
      for (Part part : sent()) {
        boolean inIt =
            part.number == ProgressFile.number(word) && index >= part.answered && index < part.size;
        if (inIt) {
          return new Blame(part.batch, part.first + index, null);
        }
      }
    }
    // What it wrote or closed may be the deed of any element of the request, not of the last one.
    Part head = head();
    boolean suspicious =
        head != null && !movedOn && (wrong || !speaks || ProgressFile.number(word) == head.number);
    if (head == null || !suspicious) {
      return Blame.NOBODY;
    }
    return head.size == 1
        ? new Blame(head.batch, head.first, null)
        : new Blame(null, 0, head.batch);
  }
}
