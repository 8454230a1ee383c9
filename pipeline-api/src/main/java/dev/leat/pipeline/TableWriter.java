package dev.leat.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the files of shared tables. One thread. */
final class TableWriter {

  private static final int BUFFER = 1 << 20;

  private final FileChannel to;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  private TableWriter(FileChannel to) {
    this.to = to;
  }

  static void bytes(ByteBuffer bytes, FileChannel to) throws IOException {
    ByteBuffer left = bytes.duplicate();
    while (left.hasRemaining()) {
      to.write(left);
    }
  }

  static void longs(long[] numbers, FileChannel to) throws IOException {
    TableWriter writer = new TableWriter(to);
    for (long number : numbers) {
      writer.write(number);
    }
    writer.flush();
  }

  static void doubles(double[] numbers, FileChannel to) throws IOException {
    TableWriter writer = new TableWriter(to);
    for (double number : numbers) {
      writer.write(Double.doubleToRawLongBits(number));
    }
    writer.flush();
  }

  /** The first bytes, the count, where each key and each value begins, the end, and all of them. */
  static void map(Map<String, String> entries, FileChannel to) throws IOException {
    List<byte[][]> sorted = new ArrayList<>(entries.size());
    entries.forEach((key, value) -> sorted.add(new byte[][] {utf8(key), utf8(value)}));
    sorted.sort((a, b) -> Arrays.compareUnsigned(a[0], b[0]));
    TableWriter writer = new TableWriter(to);
    writer.write(SharedMap.MAGIC);
    writer.write(sorted.size());
    long at = SharedMap.INDEX + Long.BYTES * (2L * sorted.size() + 1);
    for (byte[][] entry : sorted) {
      writer.write(at);
      writer.write(at + entry[0].length);
      at += entry[0].length + entry[1].length;
    }
    writer.write(at);
    for (byte[][] entry : sorted) {
      writer.write(entry[0]);
      writer.write(entry[1]);
    }
    writer.flush();
  }

  private static byte[] utf8(String text) {
    return Objects.requireNonNull(text, "a key or a value of a shared table is null")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void write(long number) throws IOException {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
    buffer.putLong(number);
  }

  private void write(byte[] bytes) throws IOException {
    int from = 0;
    while (from < bytes.length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(buffer.remaining(), bytes.length - from);
      buffer.put(bytes, from, part);
      from += part;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
    buffer.clear();
  }
}
