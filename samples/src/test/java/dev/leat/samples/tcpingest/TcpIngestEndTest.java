package dev.leat.samples.tcpingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends under load, and peers and settings that nobody wishes for. */
@Timeout(120)
class TcpIngestEndTest {

  @TempDir private Path folder;

  /** Sends the same again and again, until told or disconnected. */
  private static Thread sender(Socket socket, String text, long pauseMillis, AtomicBoolean end) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            while (!end.get()) {
              IngestProcess.send(socket, text);
              if (pauseMillis > 0) {
                Waiting.pause();
              }
            }
          } catch (IOException e) {
            end.set(true); // disconnected
          }
        });
  }

  @Test
  void shouldEndInTimeWhilePeersGoOnSending() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    try (IngestProcess ingest = IngestProcess.start(folder);
        Socket fast = ingest.connect();
        Socket slow = ingest.connect();
        Socket endless = ingest.connect();
        Socket wrong = ingest.connect()) {
      senders.add(sender(fast, "{\"a\":[1,2,3]}\n".repeat(1_000), 0, end));
      senders.add(sender(slow, "{", 5, end));
      senders.add(sender(endless, "z".repeat(10_000), 0, end));
      senders.add(sender(wrong, "[]\n".repeat(1_000), 0, end));
      Waiting.until(() -> ingest.written().size() > 100_000 && ingest.rejected().size() > 1_000);

      long start = System.nanoTime();
      Result result = ingest.stop("TERM");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(IngestProcess.number(result, "connections")).isEqualTo(4);
      long written = IngestProcess.number(result, "written");
      long rejected = IngestProcess.number(result, "rejected");
      assertThat(IngestProcess.number(result, "received")).isEqualTo(written + rejected);
      assertThat((long) ingest.written().size()).isEqualTo(written);
      assertThat((long) ingest.rejected().size()).isEqualTo(rejected);
      assertThat(ingest.rejected()).anyMatch(line -> line.contains("\"reason\":\"drained\""));
    } finally {
      end.set(true);
    }
    for (Thread sender : senders) {
      assertThat(sender.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void shouldAbortAtASecondSignal() throws Exception {
    try (IngestProcess ingest =
            IngestProcess.start(
                folder, builder -> builder.after("ulimit -f 64"), "--disk-full", "hold");
        Socket socket = ingest.connect()) {
      IngestProcess.send(socket, ("{\"x\":\"" + "y".repeat(1_000) + "\"}\n").repeat(100));
      Waiting.until(() -> ingest.process.err().contains("the peers are held back"));
      ingest.process.signal("INT");
      Waiting.until(() -> ingest.process.err().contains("SIGINT"));

      long start = System.nanoTime();
      Result result = ingest.stop("TERM");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(result.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void shouldSayWhatCouldNotBeKeptWhenTheDiskStaysFull() throws Exception {
    try (IngestProcess ingest =
            IngestProcess.start(
                folder, builder -> builder.after("ulimit -f 64"), "--disk-full", "hold");
        Socket socket = ingest.connect()) {
      IngestProcess.send(socket, ("{\"x\":\"" + "y".repeat(1_000) + "\"}\n").repeat(100));
      Waiting.until(() -> ingest.process.err().contains("the peers are held back"));
      Result result = ingest.stop("TERM");

      assertThat(result.exitCode()).isEqualTo(1);
      long received = IngestProcess.number(result, "received");
      long written = IngestProcess.number(result, "written");
      assertThat(written).isEqualTo(ingest.written().size()).isLessThan(received);
      assertThat(result.err())
          .contains("%d lines were received and could be neither".formatted(received - written))
          .contains("it was asked to end, so it waits no longer")
          .doesNotContain("use --disk-full hold");
    }
  }

  @Test
  void shouldSurviveAPeerThatSpeaksTls() throws Exception {
    try (IngestProcess ingest = IngestProcess.start(folder)) {
      try (Socket plain = ingest.connect();
          SSLSocket tls =
              (SSLSocket)
                  SSLContext.getDefault()
                      .getSocketFactory()
                      .createSocket(plain, "localhost", ingest.port(), true)) {
        plain.setSoTimeout(1_000);
        assertThatThrownBy(tls::startHandshake).isInstanceOf(IOException.class);
      }
      ingest.deliver("{\"ok\":1}\n");
      Waiting.until(() -> !ingest.rejected().isEmpty());

      assertThat(ingest.written()).containsExactly("{\"ok\":1}");
      Result result = ingest.stop("TERM");
      assertThat(IngestProcess.number(result, "received"))
          .isEqualTo(1 + IngestProcess.number(result, "rejected"));
      assertThat(result.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void shouldWriteNumbersAsEverybodyReadsThemInAnyLocale() throws Exception {
    try (IngestProcess ingest =
        IngestProcess.start(
            folder, builder -> builder.jvm("-Duser.language=ar").jvm("-Duser.country=EG"))) {
      ingest.deliver("{}\n");

      assertThat(ingest.parts()).extracting(Path::getFileName).asString().contains("part-00000");
      assertThat(IngestProcess.number(ingest.stop("TERM"), "written")).isEqualTo(1);
    }
  }

  @Test
  void shouldFailWhenNoNumberIsLeftForAPart() throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("part-99998.torn-2.ndjson"), "{\"to");
    try (IngestProcess ingest = IngestProcess.start(folder, "--roll-size", "10");
        Socket socket = ingest.connect()) {
      IngestProcess.send(socket, "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
      Result result = ingest.process.result();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("choose another folder with --output");
      assertThat(Files.readString(out.resolve("part-99999.ndjson"))).isEqualTo("{\"a\":1}\n");
      assertThat(Files.readString(out.resolve("part-99998.torn-2.ndjson"))).isEqualTo("{\"to");
    }
  }

  @Test
  void shouldExplainItsPlanWithoutListeningOrWriting() throws Exception {
    Result result = LeatProcess.in(folder).run("explain", "tcp-ingest", "--output", "out");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("tcp-ingest", "TCP connections", "parse", "rejected.ndjson");
    assertThat(folder.resolve("out")).doesNotExist();

    Result wrong = LeatProcess.in(folder).run("explain", "tcp-ingest", "--max-connections", "0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--max-connections must be from 1 to 1000000, not 0");
  }
}
