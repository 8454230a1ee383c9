package dev.leat.samples.tcpingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Job;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.runtime.LocalRuntime;
import dev.leat.samples.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@Timeout(120)
class SlowDiskTest {

  private static final int MUCH = 400_000_000;
  private static final int BOUND = 64_000_000;

  @TempDir private Path folder;

  /** A disk that takes nothing until it is told to. */
  private record StuckDisk(CountDownLatch repaired) implements Disk {
    @Override
    public <R> R write(Write<R> action) throws IOException {
      try {
        repaired.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return action.run();
    }
  }

  @Test
  void shouldHoldPeersBackWithBoundedMemory() throws Exception {
    TcpIngestOptions options = new TcpIngestOptions();
    new CommandLine(
            CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs();
    CountDownLatch repaired = new CountDownLatch(1);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Ingest ingest = new Ingest(options, new StuckDisk(repaired), out, out);
    Path part = folder.resolve("part");
    try (PipelineRuntime runtime = LocalRuntime.create()) {
      Job job = runtime.start(ingest.pipeline(() -> part, () -> folder.resolve("rest")));
      Waiting.until(ingest::hasListened);
      String line = said.toString(StandardCharsets.UTF_8).strip();
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      try (SocketChannel peer =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        peer.configureBlocking(false);
        ByteBuffer lines =
            StandardCharsets.US_ASCII.encode("{\"a\":\"0123456789\"}\n".repeat(10_000));
        long sent = sendUntilHeldBack(peer, lines);

        assertThat(sent).as("bytes in memory").isBetween(1L, (long) BOUND);

        repaired.countDown();
        while (lines.hasRemaining()) {
          sent += peer.write(lines);
        }
        peer.shutdownOutput();
        long all = sent / "{\"a\":\"0123456789\"}\n".length();
        Waiting.until(() -> ingest.summary().written() == all);
      }
      job.drain(Duration.ofSeconds(10));
      assertThat(ingest.summary().lost()).isZero();
      assertThat(part.toFile().length()).isEqualTo(19 * ingest.summary().written());
    }
  }

  /** Returns when nothing more was taken for a while. */
  private static long sendUntilHeldBack(SocketChannel peer, ByteBuffer lines) throws IOException {
    long sent = 0;
    long taken = System.nanoTime();
    while (sent < MUCH && System.nanoTime() - taken < 2_000_000_000L) {
      int more = peer.write(lines);
      if (more > 0) {
        sent += more;
        taken = System.nanoTime();
      }
      if (!lines.hasRemaining()) {
        lines.rewind();
      }
    }
    return sent;
  }
}
