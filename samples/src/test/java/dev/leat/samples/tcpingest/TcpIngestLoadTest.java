package dev.leat.samples.tcpingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, in a process of their own, at a sample with a heap of 256 MiB. */
@Timeout(180)
class TcpIngestLoadTest {

  private static final Pattern LINE = Pattern.compile("\\{\"client\":(\\d+),\"line\":(\\d+)}");

  @TempDir private Path folder;

  /** As many as the system allows the two processes, and not more than the sample takes. */
  private static int mostConnections() {
    long allowed =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : 20_000;
    return (int) Math.min(10_000, allowed / 2);
  }

  private void clients(IngestProcess ingest, int clients, int lines, String how) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ManyClients.class.getName(),
            Integer.toString(ingest.port()),
            Integer.toString(clients),
            Integer.toString(lines),
            how);
    File said = folder.resolve("clients.txt").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the clients end").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(said).hasContent("done");
  }

  @Test
  void shouldServeTenThousandConnectionsAtOnce() throws Exception {
    int connections = mostConnections();
    int each = 3;
    try (IngestProcess ingest = IngestProcess.start(folder)) {
      long start = System.nanoTime();
      clients(ingest, connections, each, "together");
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      Result result = ingest.stop("TERM");

      assertThat(elapsed).isLessThan(Duration.ofSeconds(45));
      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(IngestProcess.number(result, "connections")).isEqualTo(connections);
      assertThat(IngestProcess.number(result, "refused")).isZero();
      assertThat(IngestProcess.number(result, "written")).isEqualTo((long) connections * each);
      assertThat(IngestProcess.number(result, "rejected")).isZero();
      Map<Integer, Integer> next = new HashMap<>();
      for (String line : ingest.written()) {
        Matcher found = LINE.matcher(line);
        assertThat(found.matches()).as(line).isTrue();
        int client = Integer.parseInt(found.group(1));
        assertThat(Integer.parseInt(found.group(2))).isEqualTo(next.getOrDefault(client, 0));
        next.merge(client, 1, Integer::sum);
      }
      assertThat(next).hasSize(connections);
    }
  }

  @Test
  void shouldKeepNothingOfConnectionsThatAreGone() throws Exception {
    int connections = 20_000;
    try (IngestProcess ingest = IngestProcess.start(folder)) {
      ingest.deliver("{}\n");
      int descriptors = entries(ingest, "fd");
      int threads = entries(ingest, "task");
      clients(ingest, connections, 2, "one-by-one");

      Waiting.until(() -> entries(ingest, "fd") <= descriptors + 5);
      assertThat(entries(ingest, "task")).isLessThanOrEqualTo(threads + 5);
      String alive = histogram(ingest);
      assertThat(instances(alive, "dev.leat.samples.tcpingest.Ingest")).isEqualTo(1);
      assertThat(instances(alive, "dev.leat.connector.sockets.TcpLane")).isLessThan(10);
      assertThat(instances(alive, "dev.leat.connector.sockets.Piece")).isLessThan(10);
      Result result = ingest.stop("TERM");
      assertThat(IngestProcess.number(result, "connections")).isEqualTo(connections + 1);
      assertThat(IngestProcess.number(result, "written")).isEqualTo(2L * connections + 1);
    }
  }

  @Test
  void shouldRejectAMillionLinesOfOnePeerInReasonableTime() throws Exception {
    try (IngestProcess ingest = IngestProcess.start(folder)) {
      ingest.deliver("x\n".repeat(1_000_000));
      Result result = ingest.stop("TERM");

      assertThat(IngestProcess.number(result, "rejected")).isEqualTo(1_000_000);
      assertThat(ingest.rejected().getLast()).contains("\"line\":1000000,\"offset\":1999998,");
    }
  }

  private static int entries(IngestProcess ingest, String what) {
    String[] names = new File("/proc/" + ingest.process.pid() + "/" + what).list();
    return names == null ? 0 : names.length; // where there is no such folder nothing can be seen
  }

  /** The objects that are alive, after a collection. */
  private static String histogram(IngestProcess ingest) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(ingest.process.pid());
    Process process =
        new ProcessBuilder(jcmd, pid, "GC.class_histogram").redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int instances(String histogram, String type) {
    Matcher found =
        Pattern.compile("(\\d+) +\\d+ +" + Pattern.quote(type) + "\\s").matcher(histogram);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }
}
