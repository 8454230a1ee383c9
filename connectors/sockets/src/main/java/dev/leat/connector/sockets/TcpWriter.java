package dev.leat.connector.sockets;

import dev.leat.pipeline.connector.SinkWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;

/**
 * Encodes elements, hands them to a connection in batches of whole frames, and waits until each is
 * taken. Used by one thread at a time, which does all the waiting; interrupts end it.
 */
final class TcpWriter<T> implements SinkWriter<T> {

  private static final int BATCH = 64 << 10;

  /** What fits into one record, which the peer understands as a whole or not at all. */
  private static final int TLS_BATCH = 16 << 10;

  private final TcpDialer dialer;
  private final Framing<T> framing;
  private final TcpSinkOptions options;
  private final int most;
  private final ByteBuf encoded = Unpooled.buffer();
  private TcpConnection connection;

  TcpWriter(TcpDialer dialer, Framing<T> framing, TcpSinkOptions options)
      throws IOException, InterruptedException {
    this.dialer = dialer;
    this.framing = framing;
    this.options = options;
    this.most = options.tls().isPresent() ? TLS_BATCH : BATCH;
    this.connection = dialer.first();
  }

  @Override
  public void write(List<? extends T> chunk) throws IOException, InterruptedException {
    for (T element : chunk) {
      add(element);
    }
    send(encoded.readableBytes());
  }

  private void add(T element) throws IOException, InterruptedException {
    int before = encoded.readableBytes();
    framing.format().encode(element, encoded);
    int size = encoded.readableBytes() - before - framing.format().extra();
    if (size > framing.max()) {
      throw new IllegalArgumentException(
          "the element is a %s of %,d bytes, but %,d are the most: raise Framing.max here and where it is read"
              .formatted(framing.format().noun(), size, framing.max()));
    }
    if (before > 0 && encoded.readableBytes() > most) {
      send(before);
    }
    if (encoded.readableBytes() >= most) {
      send(encoded.readableBytes());
    }
  }

  /** Sends whole frames, over as many connections as it takes. */
  private void send(int length) throws IOException, InterruptedException {
    int taken = 0;
    while (taken < length) {
      int more = connection.send(encoded.array(), taken, length - taken);
      taken = taken + more == length ? length : wholeFrames(length, taken + more);
      if (taken < length) {
        connection = dialer.again(connection);
      }
    }
    encoded.skipBytes(length).discardReadBytes();
  }

  /** Where the frame begins of which something is missing. */
  private int wholeFrames(int length, int taken) {
    Format.Frames frames = framing.format().frames(encoded.array(), length);
    int begin = 0;
    while (frames.next() && frames.frame() <= taken) {
      begin = frames.frame();
    }
    return begin;
  }

  // flush() has nothing to do: write() returns when everything was taken by the system.

  @Override
  public void commit() throws IOException, InterruptedException {
    connection.end(options.limits().end());
    options.observer().ended(dialer.peer(), "everything was sent");
  }

  @Override
  public void abort() {
    connection.reset();
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
  }
}
