package dev.leat.samples.tcpingest;

import dev.leat.connector.sockets.Framing;
import dev.leat.connector.sockets.TcpObserver;
import dev.leat.connector.sockets.TcpSource;
import dev.leat.connector.sockets.TcpSourceOptions;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.bytes.Line;
import dev.leat.pipeline.connector.Sink;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** One run of the sample: its pipeline, and what it counts. */
final class Ingest implements TcpObserver {

  private final TcpIngestOptions options;
  private final Disk disk;
  private final PrintStream out;
  private final PrintStream err;
  private final LongAdder connections = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final AtomicBoolean refusalSaid = new AtomicBoolean();
  private volatile boolean listened;

  Ingest(TcpIngestOptions options, Disk disk, PrintStream out, PrintStream err) {
    this.options = options;
    this.disk = disk;
    this.out = out;
    this.err = err;
  }

  /** What takes lines and keeps them in files with these names. */
  Pipeline pipeline(Journal.Naming part, Journal.Naming rest) {
    Sink<DeadLetter> letters =
        new Journal<>("rejected.ndjson", rest, Long.MAX_VALUE, this::letter, rejected, disk);
    Sink<Line> parts =
        new Journal<>("part-NNNNN.ndjson", part, options.rollSize(), line -> line, written, disk);
    OnError reject = OnError.deadLetters(letters);
    return Pipeline.named("tcp-ingest")
        .from(
            "lines",
            TcpSource.listen(
                options.host(),
                options.port(),
                Framing.lineViews().max(options.maxLine()),
                o -> limited(o).onError(reject).observer(this)))
        .filter(this::isMeant)
        .cpu("parse", JsonObjects::checked, cpu -> cpu.onError(reject))
        .to("parts", parts);
  }

  private TcpSourceOptions limited(TcpSourceOptions o) {
    TcpSourceOptions timed = o.idleTimeout(options.idleTimeout());
    OptionalInt most = options.maxConnections();
    return most.isPresent() ? timed.maxConnections(most.getAsInt()) : timed;
  }

  private boolean isMeant(Line line) {
    boolean meant = !JsonObjects.isBlank(line);
    if (meant) {
      received.increment();
    }
    return meant;
  }

  private Line letter(DeadLetter letter) {
    if (letter.attempts() == 0) {
      received.increment(); // it never became an element, so nothing has counted it
    }
    return Line.of(JsonObjects.rejected(letter));
  }

  Summary summary() {
    return new Summary(
        connections.sum(), refused.sum(), received.sum(), written.sum(), rejected.sum());
  }

  @Override
  public void listening(InetSocketAddress address) {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    out.println("listening on " + host + ":" + address.getPort());
    out.flush();
    listened = true;
  }

  boolean hasListened() {
    return listened;
  }

  @Override
  public void connected(String peer) {
    connections.increment();
  }

  @Override
  public void refused(String peer, int limit) {
    refused.increment();
    if (refusalSaid.compareAndSet(false, true)) {
      err.printf(
          "leat: there are %,d connections, the most allowed: others are closed at once;"
              + " see --max-connections%n",
          limit);
    }
  }
}
